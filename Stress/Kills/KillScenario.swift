import Foundation

/// A training that is killed again and again.
struct KillScenario: Sendable {
    let name: String
    /// The command line without the folder of the model.
    let command: [String]
    /// Whether it can be gone on with; else it is started anew.
    let resumes: Bool
    /// Whether the same comes out of every run: a search of so many seconds tries more or fewer settings.
    let isRepeatable: Bool

    private init(_ name: String, _ command: String, resumes: Bool = true, isRepeatable: Bool = true) {
        self.name = name
        self.command = command.split(separator: " ").map(String.init)
        (self.resumes, self.isRepeatable) = (resumes, isRepeatable)
    }

    private static let common = " --random-seed 1 --threads 1 --quiet"
    private static let learning = " --epochs 12 --validations 12" + common
    private static let pairs =
        "seq2seq train pairs/pairs.tsv --hidden-size 8 --encoder-size 6 --embedding-size 6 --vocabulary-size 300"
    private static let series = "forecast train series/monthly.csv --column value --hidden-size 4 --window 8"

    /// The command lines read the files of ``StartTexts``.
    static let all = [
        KillScenario(
            "textgen",
            "textgen train texts/english.txt --hidden-size 12 --num-layers 1 --batch-size 2"
                + " --sequence-length 20" + learning),
        KillScenario(
            "sentiment", "sentiment train reviews/reviews.csv --hidden-size 6 --embedding-size 6 --combine" + learning),
        KillScenario(
            "sentiment, pretrained",
            "sentiment train reviews/reviews.csv --hidden-size 6 --embedding-size 6 --pretrain 6" + learning),
        KillScenario(
            "sentiment, pieces",
            "sentiment train reviews/reviews.csv --unit bpe --vocabulary-size 280 --hidden-size 6 --embedding-size 6"
                + " --pretrain 6" + learning),
        KillScenario(
            "sentiment, continued",
            "sentiment train reviews/reviews.csv --from movie-reviews-en --labels good=positive,bad=negative"
                + " --epochs 2 --validations 6" + common),
        KillScenario(
            "sentiment pretrain",
            "sentiment pretrain reviews/reviews.csv --hidden-size 6 --embedding-size 6 --epochs 6" + common,
            resumes: false),
        KillScenario("seq2seq", pairs + learning),
        KillScenario("seq2seq, shared", pairs + " --unit word --share-vocabulary --weights int8" + learning),
        KillScenario("forecast", series + " --horizon 3 --calendar" + learning),
        KillScenario("forecast, network", series + " --method lstm --horizon 2" + learning),
        KillScenario("forecast, searched", series + " --tune 1s --epochs 1" + common, isRepeatable: false),
    ]
}
