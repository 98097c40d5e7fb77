/// The ground that a picture is drawn on.
package enum Theme: Sendable, CaseIterable {
    case light, dark
}

/// What a mark is drawn with; themes give it a colour.
enum Ink: Hashable, CaseIterable {
    case background, foreground, muted, grid
    case blue, orange, green, purple, sky, vermilion

    /// The palette of Okabe & Ito (2008), "Color Universal Design", without black and yellow; lighter on dark ground.
    static let series: [Ink] = [.blue, .orange, .green, .purple, .sky, .vermilion]

    func colour(_ theme: Theme) -> Colour {
        let (light, dark): (UInt32, UInt32) =
            switch self {
            case .background: (0xFFFFFF, 0x16181C)
            case .foreground: (0x26282C, 0xE4E6EA)
            case .muted: (0x6E737B, 0x9BA1AA)
            case .grid: (0xDFE2E6, 0x2C3036)
            case .blue: (0x0072B2, 0x4DA6E8)
            case .orange: (0xE69F00, 0xF2B233)
            case .green: (0x009E73, 0x2CC79B)
            case .purple: (0xCC79A7, 0xE29CC5)
            case .sky: (0x56B4E9, 0x8CCDF4)
            case .vermilion: (0xD55E00, 0xFF8A45)
            }
        return Colour(theme == .light ? light : dark)
    }

    /// The foreground colour of the same name in ANSI terminals.
    var ansiCode: Int? {
        switch self {
        case .background, .foreground: nil
        case .muted, .grid: 90
        case .blue: 34
        case .orange: 33
        case .green: 32
        case .purple: 35
        case .sky: 36
        case .vermilion: 31
        }
    }
}

/// Red, green and blue, 0…255 each.
struct Colour: Equatable {
    let red, green, blue: UInt8

    init(_ value: UInt32) {
        red = UInt8(truncatingIfNeeded: value >> 16)
        green = UInt8(truncatingIfNeeded: value >> 8)
        blue = UInt8(truncatingIfNeeded: value)
    }

    /// `#0072b2`
    var hexadecimal: String {
        "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

extension Layer.Style {
    var ink: Ink {
        switch self {
        case .actual: .foreground
        case .forecast: .blue
        case .muted: .muted
        case .alarm: .vermilion
        case .series(let index): Ink.series[((index % Ink.series.count) + Ink.series.count) % Ink.series.count]
        }
    }

    var lineWidth: Double {
        switch self {
        case .actual, .series: 1.5
        case .forecast, .alarm: 2
        case .muted: 1.2
        }
    }
}
