import Foundation
import TestSupport
import Testing

/// What `make install` calls, where it needs no build for release.
struct InstallScriptTests {
    /// Runs `Scripts/check_libraries.sh` with an `ldd` that prints the given lines.
    ///
    /// A shell writes that program: one that this process wrote could not be run ("text file busy") while another thread
    /// starts a process, which holds the file open for writing for a moment.
    private func checkLibraries(_ lines: String) throws -> Outcome {
        let program = "#!/bin/sh\ncat <<'END'\n\(lines)\nEND"
        let script = """
            printf '%s\\n' "$2" > "$0/ldd" && chmod +x "$0/ldd" && PATH="$0:$PATH" exec "$1" /bin/recurrent
            """
        return try run(
            .shell, ["-c", script, Scratch.folder().path, self.script("check_libraries").path, program])
    }

    private func script(_ name: String) -> URL { repositoryRoot.appendingPathComponent("Scripts/\(name).sh") }

    @Test func theLibrariesAndTheirPackagesAreNamed() throws {
        let outcome = try checkLibraries(
            """
            \tlinux-vdso.so.1 (0x00007ffc4a9d7000)
            \tlibicui18n.so.72 => /lib/x86_64-linux-gnu/libicui18n.so.72 (0x00007f2d40000000)
            \tlibicuuc.so.72 => /lib/x86_64-linux-gnu/libicuuc.so.72 (0x00007f2d3fe00000)
            \tlibstdc++.so.6 => /lib/x86_64-linux-gnu/libstdc++.so.6 (0x00007f2d3fa00000)
            \tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f2d3f000000)
            """)
        expectSuccess(outcome)
        #expect(
            outcome.output.contains("libicui18n.so.72 libicuuc.so.72 libstdc++.so.6 (on Debian: libicu72 libstdc++6)"))
    }

    @Test func aMissingLibraryIsAnErrorThatNamesThePackage() throws {
        let outcome = try checkLibraries(
            """
            \tlibicui18n.so.72 => not found
            \tlibicuuc.so.72 => not found
            \tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f2d3f000000)
            """)
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("missing: libicui18n.so.72 libicuuc.so.72"))
        #expect(outcome.errors.contains("apt-get install libicu72)"))
    }

    @Test func whatNeedsNoLibrariesIsSaidToNeedNone() throws {
        let outcome = try checkLibraries("\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f2d3f000000)")
        expectSuccess(outcome)
        #expect(outcome.output.contains("the C library only"))
    }

    @Test func uninstallRemovesTheToolsAndNothingElse() throws {
        let prefix = try Scratch.folder()
        let own = [
            "bin/recurrent", "bin/textgen", "share/bash-completion/completions/textgen",
            "share/zsh/site-functions/_textgen", "share/fish/vendor_completions.d/textgen.fish",
            "share/man/man1/textgen.1",
        ]
        for path in own + ["bin/other"] {
            let file = prefix.appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data().write(to: file)
        }
        expectSuccess(try run(Program(path: script("uninstall").path), [prefix.path, "textgen"]))
        let left = FileManager.default.subpaths(atPath: prefix.path)?.filter {
            $0.contains("other") || $0.contains("textgen")
        }
        #expect(left == ["bin/other"])
        #expect(!FileManager.default.fileExists(atPath: prefix.appendingPathComponent("bin/recurrent").path))
    }
}
