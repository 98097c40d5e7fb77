/// Words that end in a full stop without ending a sentence.
struct Abbreviations: Sendable {
    private let language: Substring

    init(locale: String) { language = locale.prefix { $0 != "-" && $0 != "_" } }

    /// Whether the full stop at the end of a piece of text belongs to its last word, and the sentence goes on.
    ///
    /// - Parameters:
    ///   - isWhole: Whether the text is all there is before the boundary.
    ///   - next: What follows.
    func end(_ text: String.UnicodeScalarView, isWhole: Bool, before next: String.UnicodeScalarView) -> Bool {
        let words = String(text).split(whereSeparator: \.isWhitespace)
        guard let last = words.last else { return false }
        let word = last.drop { !$0.isLetter && !$0.isNumber }.dropLast()
        if word.allSatisfy(\.isNumber) {
            // "1. Milk", "(2. Milk", and the ordinal numbers of some languages: "am 3. Mai".
            return !word.isEmpty && ((words.count == 1 && isWhole) || (ordinals.contains(language) && word.count <= 2))
        }
        let small = word.lowercased()
        if Self.beforeNumbers.contains(small) { return next.first { !$0.properties.isWhitespace }?.isDigit == true }
        if word.first?.isUppercase == true ? Self.titles.contains(small) : Self.particles.contains(small) {
            return true
        }
        let isInitial = word.count == 1 && word.first?.isUppercase == true && word != "I"
        let isDotted =
            word.contains(".") && word.split(separator: ".").allSatisfy { $0.count <= 2 && $0.first!.isLetter }
        guard isInitial || isDotted || Self.others.contains(small) else { return false }
        let follower = String(next).split { !$0.isLetter }.first?.lowercased() ?? ""
        return !Self.starters.contains(follower)
    }

    var hasOrdinals: Bool { ordinals.contains(language) }

    /// Languages that write ordinal numbers with a full stop.
    private let ordinals: Set<Substring> = [
        "cs", "da", "de", "et", "fi", "fo", "hr", "hu", "is", "lv", "nb", "nn", "no", "pl", "sk", "sl", "sr", "tr",
    ]

    /// What stands before a name.
    private static let titles = Set(
        """
        mr mrs ms mx dr prof st mt ft gen col maj capt cpt lt sgt cpl pvt adm cmdr rev fr hon pres gov sen rep supt insp
        messrs mme mlle mgr hr frl sra srta dott sig
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// What stands before any word.
    private static let particles: Set<String> = ["vs", "cf", "viz", "approx", "ca", "bzw", "evtl", "usw", "ggf"]

    private static let beforeNumbers = Set(
        """
        no nos nr fig figs vol vols p pp art ch sec eq jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu
        fri sat sun tel
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// What may end a sentence too; the next word decides.
    private static let others: Set<String> = [
        "jr", "sr", "inc", "ltd", "co", "corp", "bros", "dept", "etc", "al", "ave", "blvd",
    ]

    /// Words that begin a sentence far more often than they follow an abbreviation.
    private static let starters: Set<String> = [
        "he", "she", "it", "they", "we", "you", "i", "the", "this", "that", "these", "those", "there", "my", "his",
        "her",
        "our", "your", "their", "a", "an", "but", "and", "so", "what", "where", "when", "why", "who", "how", "do",
        "does",
        "did", "is", "are", "was", "were", "please", "let", "if", "can", "could", "would", "will", "then", "not", "yes",
        "no",
    ]
}
