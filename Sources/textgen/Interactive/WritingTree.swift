import Recurrent

/// The pieces of an interactive session: each has one before it, and a branch ends at one of them.
struct WritingTree {
    struct Piece {
        /// The piece before; `nil` for the seed text.
        let parent: Int?
        let text: String
        /// Characters of the whole text up to here.
        let characters: Int
        /// The state of the network after it.
        let position: TextPosition
        /// What it was drawn with; `nil` for a text that a person wrote.
        let randomSeed: UInt64?
    }

    struct Branch {
        let name: String
        /// The number of its last piece.
        var place: Int
    }

    private(set) var pieces: [Piece]
    private(set) var branches: [Branch]
    /// The branch that goes on.
    private var current = 0
    private static let mostBranches = 10_000

    init(seed: String, position: TextPosition) {
        pieces = [Piece(parent: nil, text: seed, characters: seed.count, position: position, randomSeed: nil)]
        branches = [Branch(name: "main", place: 0)]
    }

    var branch: Branch { branches[current] }
    /// The piece at which the text ends.
    var piece: Piece { pieces[branch.place] }

    /// Adds a piece after the last one, and goes there.
    mutating func add(_ text: String, position: TextPosition, randomSeed: UInt64?) {
        pieces.append(
            Piece(
                parent: branch.place, text: text, characters: piece.characters + text.count, position: position,
                randomSeed: randomSeed))
        branches[current].place = pieces.count - 1
    }

    /// Goes to the piece before the last one.
    mutating func undo() throws {
        guard let parent = piece.parent else {
            throw InteractiveProblem("There is nothing to take back; this is where the text began.")
        }
        branches[current].place = parent
    }

    /// Gives the text from here on another name, and lets the old one stay here.
    mutating func branch(_ name: String) throws {
        guard name.first?.isLetter == true, name.allSatisfy({ $0.isLetter || $0.isNumber || "-_".contains($0) }),
            name.count <= 60
        else {
            throw InteractiveProblem(
                "A branch cannot be named \(MessageText.quoted(name)); give a letter and then letters, digits, - and _."
            )
        }
        guard !branches.contains(where: { $0.name == name }) else {
            throw InteractiveProblem("There is a branch \(name) already; go there with switch \(name).")
        }
        guard branches.count < Self.mostBranches else {
            throw InteractiveProblem("There are \(Self.mostBranches) branches already; use one of them.")
        }
        branches.append(Branch(name: name, place: branch.place))
        current = branches.count - 1
    }

    /// Goes to a branch by its name, or to a piece by its number.
    mutating func goTo(_ target: String) throws {
        if let index = branches.firstIndex(where: { $0.name == target }) {
            current = index
        } else if let number = Int(target), pieces.indices.contains(number) {
            branches[current].place = number
        } else {
            throw InteractiveProblem(
                "There is no branch or piece \(MessageText.quoted(target)); tree lists them.")
        }
    }

    /// The whole text of the branch that goes on.
    var text: String {
        var texts: [String] = []
        var place: Int? = branch.place
        while let number = place {
            texts.append(pieces[number].text)
            place = pieces[number].parent
        }
        return texts.reversed().joined()
    }

    /// The names of the branches that end at each piece; that of the branch that goes on with a star.
    var namesOfPlaces: [Int: [String]] {
        var names: [Int: [String]] = [:]
        for (index, branch) in branches.enumerated() {
            names[branch.place, default: []].append(index == current ? branch.name + " *" : branch.name)
        }
        return names
    }

    /// The numbers of the pieces in the order of the tree, and how many forks lead to each.
    var order: [(number: Int, depth: Int)] {
        var children: [[Int]] = Array(repeating: [], count: pieces.count)
        for (number, piece) in pieces.enumerated() { if let parent = piece.parent { children[parent].append(number) } }
        var (order, open): ([(number: Int, depth: Int)], [(number: Int, depth: Int)]) = ([], [(0, 0)])
        while let next = open.popLast() {
            order.append(next)
            let after = children[next.number]
            let depth = next.depth + (after.count > 1 ? 1 : 0)
            open += after.reversed().map { ($0, depth) }
        }
        return order
    }
}
