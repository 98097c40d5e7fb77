/// A regular expression as a tree. All of a text has to match it.
indirect enum RegularExpression: Sendable {
    /// One scalar of a set; `column` is where it stands in the pattern, from 1 on.
    case scalar(ScalarSet, column: Int)
    case sequence([RegularExpression])
    case choice([RegularExpression])
    /// `most` is `nil` where there is no limit.
    case repetition(RegularExpression, least: Int, most: Int?)

    static let empty = RegularExpression.sequence([])
    static let anyText = RegularExpression.repetition(.scalar(.all, column: 0), least: 0, most: nil)
    /// Texts that do not begin with white space.
    static let beginningWithText = RegularExpression.choice([
        .empty, .sequence([.scalar(ScalarSet.spaces.inverted, column: 0), .anyText]),
    ])

    /// Texts in which a word occurs: neither after nor before a letter, mark or digit where it begins or ends with one.
    ///
    /// - Parameters:
    ///   - ignoresCase: Whether capital and small letters are the same.
    ///   - wordScalars: What a word is made of.
    static func containing(
        _ word: String, ignoresCase: Bool, wordScalars: ScalarSet = .wordScalars
    ) -> RegularExpression {
        let scalars = Array(word.unicodeScalars)
        let spelled = scalars.map { scalar in
            let forms = ignoresCase ? scalar.caseForms : [scalar]
            return RegularExpression.scalar(ScalarSet(forms.map { $0.value...$0.value }), column: 0)
        }
        let gap = RegularExpression.scalar(wordScalars.inverted, column: 0)
        func outside(_ sides: [RegularExpression], _ neighbour: Unicode.Scalar?) -> RegularExpression {
            neighbour?.isWordScalar == true ? .choice([.empty, .sequence(sides)]) : .anyText
        }
        return .sequence(
            [outside([.anyText, gap], scalars.first)] + spelled + [outside([gap, .anyText], scalars.last)])
    }

    /// Calls a function with each set of scalars and its column, in order.
    func forEachScalar(_ body: (ScalarSet, _ column: Int) -> Void) {
        switch self {
        case .scalar(let set, let column): body(set, column)
        case .sequence(let parts), .choice(let parts): for part in parts { part.forEachScalar(body) }
        case .repetition(let part, _, _): part.forEachScalar(body)
        }
    }
}

extension Unicode.Scalar {
    /// The scalar and its single-scalar forms in capitals and small letters.
    fileprivate var caseForms: [Unicode.Scalar] {
        [self]
            + [properties.lowercaseMapping, properties.uppercaseMapping, properties.titlecaseMapping]
            .compactMap { $0.unicodeScalars.count == 1 ? $0.unicodeScalars.first : nil }
    }
}
