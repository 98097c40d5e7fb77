// Walks the word boundaries of a text with ICU, as often as each line of the input asks for.
//
//     words_icu --file TEXT [--threads N] [--remove-self]
//
// It speaks the protocol of peer.py. ICU uses one thread, whatever --threads says. --remove-self removes this program
// and its folder, which has to hold nothing else.

#define _POSIX_C_SOURCE 200809L

#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <unicode/ubrk.h>
#include <unicode/ustring.h>
#include <unicode/uversion.h>

typedef struct {
    UChar *units;
    int32_t count;
} Text;

static void fail(const char *reason) {
    printf("missing: %s\n", reason);
    exit(0);
}

static void check(UErrorCode status) {
    if (U_FAILURE(status)) fail(u_errorName(status));
}

static char *read_file(const char *path, int32_t *size) {
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) fail("the text cannot be read");
    long length = ftell(file);
    if (length < 0 || length > INT32_MAX - 1) fail("the text is too long");
    rewind(file);
    char *bytes = malloc((size_t)length + 1);
    if (bytes == NULL || fread(bytes, 1, (size_t)length, file) != (size_t)length) fail("the text cannot be read");
    fclose(file);
    *size = (int32_t)length;
    return bytes;
}

/// A file's text. UTF-16 never has more units than UTF-8 has bytes.
static Text read_text(const char *path) {
    int32_t size;
    char *bytes = read_file(path, &size);
    Text text = {malloc(((size_t)size + 1) * sizeof(UChar)), 0};
    if (text.units == NULL) fail("there is not enough memory");
    UErrorCode status = U_ZERO_ERROR;
    u_strFromUTF8(text.units, size + 1, &text.count, bytes, size, &status);
    check(status);
    free(bytes);
    return text;
}

/// One round: the number of segments that are words, numbers, kana or ideographs.
static long count_words(UBreakIterator *boundaries, Text text) {
    UErrorCode status = U_ZERO_ERROR;
    ubrk_setText(boundaries, text.units, text.count, &status);
    check(status);
    long words = 0;
    while (ubrk_next(boundaries) != UBRK_DONE) {
        if (ubrk_getRuleStatus(boundaries) >= UBRK_WORD_NONE_LIMIT) words++;
    }
    return words;
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void greet(void) {
    UVersionInfo version;
    char name[U_MAX_VERSION_STRING_LENGTH];
    u_getVersion(version);
    u_versionToString(version, name);
    printf("ICU %s in C, UTF-16\n", name);
}

static void remove_self(char *program) {
    unlink(program);
    rmdir(dirname(program));
}

static const char *parse(int count, char **arguments) {
    const char *path = NULL;
    for (int i = 1; i < count; i++) {
        if (strcmp(arguments[i], "--remove-self") == 0) {
            remove_self(arguments[0]);
        } else if (strcmp(arguments[i], "--file") == 0 && i + 1 < count) {
            path = arguments[++i];
        } else if (strcmp(arguments[i], "--threads") == 0 && i + 1 < count) {
            i++;
        } else {
            fail("the C program got an argument that it does not know");
        }
    }
    if (path == NULL) fail("there is no text");
    return path;
}

int main(int count, char **arguments) {
    Text text = read_text(parse(count, arguments));
    UErrorCode status = U_ZERO_ERROR;
    UBreakIterator *boundaries = ubrk_open(UBRK_WORD, "", NULL, 0, &status);
    check(status);
    const long words = count_words(boundaries, text);
    greet();
    fflush(stdout);

    char line[32];
    while (fgets(line, sizeof line, stdin) != NULL) {
        const long rounds = strtol(line, NULL, 10);
        const double start = now();
        for (long round = 0; round < rounds; round++) {
            if (count_words(boundaries, text) != words) fail("two rounds differ");
        }
        printf("%.9f\n", now() - start);
        fflush(stdout);
    }
    ubrk_close(boundaries);
    free(text.units);
    return 0;
}
