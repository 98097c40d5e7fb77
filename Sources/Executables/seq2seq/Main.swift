import CommandSupport
import Seq2SeqCommands

@main
enum Main {
    static func main() { CommandRunner.run(Seq2SeqTool.self) }
}
