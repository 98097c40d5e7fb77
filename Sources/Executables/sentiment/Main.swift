import CommandSupport
import SentimentCommands

@main
enum Main {
    static func main() { CommandRunner.run(Sentiment.self) }
}
