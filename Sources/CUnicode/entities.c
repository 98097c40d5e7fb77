#include "CUnicode.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t html_entities[] = {
#embed "Resources/html-entities.txt"
};

unicode_bytes unicode_html_entities(void) {
    return (unicode_bytes){ html_entities, (intptr_t)sizeof html_entities };
}
