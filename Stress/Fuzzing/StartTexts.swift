import Foundation

/// The texts and tables that are damaged.
enum StartTexts {
    static var all: [(path: String, text: String)] {
        [
            ("texts/english.txt", english), ("texts/mixed.txt", mixed.joined(separator: "\n") + "\n"),
            ("reviews/reviews.csv", table(",", reviews, header: "text,label")),
            ("reviews/reviews.tsv", table("\t", reviews.map { ($0.1, $0.0) })),
            ("reviews/reviews.jsonl", reviews.map { "{\"text\": \"\($0.0)\", \"label\": \"\($0.1)\"}\n" }.joined()),
            ("reviews/several.csv", "text,label,good,long\n" + several.joined()),
            ("reviews/reviews.txt", reviews.map { "__label__\($0.1) \($0.0)\n" }.joined()),
            ("pairs/pairs.tsv", table("\t", pairs)), ("pairs/pairs.csv", table(",", pairs, header: "source,target")),
            ("pairs/pairs.jsonl", pairs.map { "{\"source\": \"\($0.0)\", \"target\": \"\($0.1)\"}\n" }.joined()),
            (
                "series/monthly.csv",
                "month,value,plan\n" + rows { "\(2015 + $0 / 12)-\(two($0 % 12 + 1)),\(value($0)),\($0 % 7)" }
            ),
            ("series/daily.csv", "Datum;Wert\n" + rows { "\(two($0 % 28 + 1)).\(two($0 / 28 + 1)).2021;\(comma($0))" }),
            (
                "series/hourly.csv",
                "time,a,b\n"
                    + rows { "2022-10-\(two(28 + $0 / 24))T\(two($0 % 24)):00:00Z,\(value($0)),\(value(3 * $0))" }
            ),
            (
                "series/stores.csv",
                "date,store,sales\n"
                    + rows {
                        "2021-\(two($0 / 2 % 48 / 4 + 1))-\(two($0 / 2 % 4 + 1)),\($0 % 2 == 0 ? "A" : "B"),\(value($0))"
                    }
            ),
            ("series/plain.csv", rows { value($0) }),
            ("series/unix.csv", "t,v\n" + rows { "\(1_667_088_000_000 + 200 * $0),\(value($0))" }),
            ("vectors/glove.txt", vectors.map { "\($0.0) \($0.1.map { "\($0)" }.joined(separator: " "))\n" }.joined()),
            (
                "vectors/word2vec.vec",
                "\(vectors.count) 4\n"
                    + vectors.map { "\($0.0) \($0.1.map { "\($0)" }.joined(separator: " "))\n" }.joined()
            ),
        ]
    }

    static let english = (0..<40).map { row in
        let who = ["Ann", "The cat", "A ship", "My friend"]
        let what = ["sees", "follows", "likes", "forgets"]
        return "\(who[row % 4]) \(what[row / 4 % 4]) \(who[(row + 1 + row / 16) % 4].lowercased()) in \(1900 + row).\n"
    }.joined()

    static let mixed = [
        "A film to fall asleep in. Don't watch it!", "Grüße aus Köln: 3,5 €", "日本語のジョンは話す。", "สวัสดีครับ ผมชื่อจอห์น",
        "ສະບາຍດີ ຂ້ອຍຊື່", "សួស្តី ខ្ញុំឈ្មោះ", "မင်္ဂလာပါ ကျွန်တော်", "我喜欢这部电影。", "Привет, мир!", "مرحبا بالعالم", "नमस्ते दुनिया",
        "👨‍👩‍👧 🇩🇪 e\u{301}", "<p>Tom &amp; Jerry</p>", "", "  two  blanks  ", "ALL CAPS AND 1,000.50 NUMBERS",
    ]

    private static let reviews: [(String, String)] = (0..<48).map { row in
        let good = row % 2 == 0
        let words = good ? ["great", "lovely", "fine", "superb"] : ["dull", "awful", "poor", "boring"]
        return (
            "A \(words[row % 4]) film with a \(words[row / 4 % 4]) plot number \(row / 3)",
            good ? "positive" : "negative"
        )
    }

    /// The same with none, one or two labels, together and in columns of their own.
    private static let several = reviews.enumerated().map { row, review in
        let (good, long) = (review.1 == "positive", row % 3 == 0)
        let labels = [good ? "good" : nil, long ? "long" : nil].compactMap { $0 }.joined(separator: " | ")
        return "\(review.0)\(long ? " for hours" : ""),\(labels),\(good ? 1 : 0),\(long)\n"
    }

    private static let pairs: [(String, String)] = (0..<48).map { row in
        let english = ["a dog runs", "a cat sleeps", "the man eats", "two boys play"]
        let german = ["ein Hund rennt", "eine Katze schläft", "der Mann isst", "zwei Jungen spielen"]
        let places = [("here", "hier"), ("there", "dort"), ("in the park", "im Park")]
        return ("\(english[row % 4]) \(places[row / 4 % 3].0).", "\(german[row % 4]) \(places[row / 4 % 3].1).")
    }

    private static let vectors: [(String, [Double])] = [
        "film", "plot", "great", "dull", "a", "with", "number", "lovely", "awful", "日本", "é",
    ].enumerated().map { index, word in (word, (0..<4).map { sin(Double(index * 4 + $0)) }) }

    /// The same in the binary format of word2vec.
    static var binaryVectors: Data {
        var data = Data("\(vectors.count) 4\n".utf8)
        for (word, values) in vectors {
            data += Data("\(word) ".utf8)
            for value in values { withUnsafeBytes(of: Float(value).bitPattern.littleEndian) { data += Data($0) } }
            data += Data("\n".utf8)
        }
        return data
    }

    private static func table(_ delimiter: String, _ rows: [(String, String)], header: String? = nil) -> String {
        (header.map { $0 + "\n" } ?? "") + rows.map { "\($0.0)\(delimiter)\($0.1)\n" }.joined()
    }

    private static func rows(_ line: (Int) -> String) -> String { (0..<96).map { line($0) + "\n" }.joined() }
    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    private static func value(_ row: Int) -> String {
        "\(((100 + Double(row) + 20 * sin(Double(row) * .pi / 6) + Double(row * 7 % 5)) * 100).rounded() / 100)"
    }
    private static func comma(_ row: Int) -> String { value(row).replacing(".", with: ",") }
}
