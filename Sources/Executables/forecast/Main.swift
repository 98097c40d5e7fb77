import CommandSupport
import ForecastCommands

@main
enum Main {
    static func main() { CommandRunner.run(ForecastTool.self) }
}
