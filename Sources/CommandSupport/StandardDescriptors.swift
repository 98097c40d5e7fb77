import Foundation

/// The descriptors 0, 1 and 2, which a program may be started without (`>&-`).
enum StandardDescriptors {
    /// Puts something in the place of those that are closed, so that no file which is opened later gets their numbers
    /// and is written into by mistake.
    ///
    /// What stands there refuses: reading a closed standard input and writing to a closed standard output fail as they
    /// would have. What is said on a closed standard error is dropped.
    static func reserve() {
        for (descriptor, flags) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_WRONLY)] {
            guard fcntl(descriptor, F_GETFD) == -1, errno == EBADF else { continue }
            // The lowest free number is this one: those below it are open by now.
            _ = open("/dev/null", flags)
        }
    }
}
