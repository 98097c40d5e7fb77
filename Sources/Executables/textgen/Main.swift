import CommandSupport
import TextGenCommands

@main
enum Main {
    static func main() { CommandRunner.run(TextGen.self) }
}
