import Foundation
import Tokenization

/// The words in dates: months and weekdays in the larger languages and that of the user's locale.
///
/// A word that two languages use for different months counts as that of the language that comes first.
struct DateWords: Sendable {
    static let shared = DateWords()

    /// The languages, the first of which win; behind them that of the environment.
    private static let languages =
        "en de fr es it pt nl pl cs sv da nb fi tr ru uk el hu ro ca id vi ko".split(separator: " ").map(String.init)

    /// The numbers of months, from 1, by name in lower case without a final point.
    private let months: [String: Int]
    /// The numbers of weekdays, from 1, Monday.
    private let weekdays: [String: Int]
    /// The twelve months in each form of each language, and the seven weekdays.
    private let monthForms: [[String]]
    private let weekdayForms: [[String]]

    private init() {
        let languages = Self.languages + [Self.environmentLocale].compactMap { $0 }
        var (monthForms, weekdayForms): ([[String]], [[String]]) = ([DateFormat.monthNames], [])
        for language in languages {
            for form in DateNames.Form.allCases {
                monthForms.append(DateNames.names(.months, form, locale: language))
                weekdayForms.append(DateNames.names(.weekdays, form, locale: language))
            }
        }
        // Four letters are as usual in English.
        monthForms.append(DateFormat.monthNames.map { $0 == "Sep" ? "Sept" : $0 })
        (self.monthForms, self.weekdayForms) = (monthForms.filter { !$0.isEmpty }, weekdayForms.filter { !$0.isEmpty })
        months = Self.numbers(self.monthForms)
        weekdays = Self.numbers(self.weekdayForms)
    }

    private static var environmentLocale: String? {
        let environment = ProcessInfo.processInfo.environment
        let name = ["LC_ALL", "LC_TIME", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        return name.map { String($0.prefix { $0 != "." && $0 != "@" }) }
    }

    private static func numbers(_ forms: [[String]]) -> [String: Int] {
        var numbers: [String: Int] = [:]
        for (number, name) in forms.flatMap({ $0.enumerated() }) {
            let key = Self.key(name)
            // A month that is only a number, as in Korean, is no word.
            guard key.unicodeScalars.contains(where: { $0.properties.isAlphabetic }), !key.contains(where: \.isNumber)
            else { continue }
            numbers[key] = numbers[key] ?? number + 1
        }
        return numbers
    }

    private static func key(_ name: some StringProtocol) -> String {
        (name.last == "." ? String(name.dropLast()) : String(name)).lowercased()
    }

    func month(_ name: some StringProtocol) -> Int? { months[Self.key(name)] }
    func weekday(_ name: some StringProtocol) -> Int? { weekdays[Self.key(name)] }

    // MARK: How names are written

    /// The names of all months, or weekdays, as the given ones are written; nil where no language has those.
    func names(_ kind: DateNames.Kind, as seen: Set<NumberedName>) -> [String]? {
        let forms = kind == .months ? monthForms : weekdayForms
        let cases: [@Sendable (String) -> String] = [
            { $0 }, { $0.prefix(1).uppercased() + $0.dropFirst() }, { $0.uppercased() }, { $0.lowercased() },
        ]
        let points: [@Sendable (String) -> String] = [{ $0 }, { $0.last == "." ? String($0.dropLast()) : $0 + "." }]
        for change in points {
            for written in cases {
                for form in forms {
                    let names = form.map { written(change($0)) }
                    if seen.allSatisfy({ names[$0.number - 1] == $0.name }) { return names }
                }
            }
        }
        return nil
    }

    // MARK: What looks like a date

    /// Whether a text is the name of a month or a weekday.
    static func isName(_ text: String) -> Bool { shared.month(text) != nil || shared.weekday(text) != nil }

    /// Whether a text is probably meant for a date, though perhaps in no format that is known: the name of a month or a
    /// weekday beside a number, numbers parted as dates are with a year or a time among them, or a year beside the
    /// letter of a quarter, half or week.
    static func looksLikeDate(_ text: String) -> Bool {
        guard text.utf8.count <= 128, text.contains(where: \.isNumber) else { return false }
        let runs = text.split { !$0.isNumber }
        let words = text.split { !$0.isLetter && $0 != "." }
        let isNamed = words.contains { shared.month($0) != nil || shared.weekday($0) != nil && $0.count >= 3 }
        if isNamed, runs.count <= 9, words.count <= 8 { return true }
        let numbers = runs.map { (value: Int($0) ?? -1, digits: $0.count) }
        let hasYear = numbers.contains { $0.digits == 4 && (1500...2300).contains($0.value) }
        let letters = Set(text.uppercased().filter(\.isLetter))
        if isSeparated(text, like: numbers.map(\.digits)) { return true }
        return hasYear && numbers.count == 2 && letters.count <= 1 && letters.isSubset(of: Set("QWKHSTM"))
            && !letters.isEmpty && words.count == 1
    }

    /// Whether digits are parted as in 2024-05-31, 31.5.24 or 12:30:00, whatever their values.
    private static func isSeparated(_ text: String, like digits: [Int]) -> Bool {
        guard let first = text.first, first.isNumber, digits.count >= 2 else { return false }
        let separators = text.filter { !$0.isNumber }
        if digits.count >= 3, let separator = separators.first, "-/.".contains(separator),
            separators.dropFirst().first == separator
        {
            let day = digits.prefix(3)
            let isYearFirst = day == [4, 2, 2] || day == [4, 1, 1] || day == [4, 1, 2] || day == [4, 2, 1]
            let isYearLast = day[0] <= 2 && day[1] <= 2 && (day[2] == 4 || day[2] == 2)
            let isDateAlone = digits.count == 3 && separators.count == 2
            let hasTime = digits.count > 3 && separators.contains(":")
            return (isYearFirst || isYearLast) && (isDateAlone || hasTime || isYearFirst)
        }
        let isClock = separators.allSatisfy { ":.,".contains($0) } && separators.first == ":"
        return isClock && digits[0] <= 2 && digits[1] == 2
    }
}

/// A name of a month or weekday as it is written, and its number, from 1.
struct NumberedName: Hashable {
    let name: String
    let number: Int
}
