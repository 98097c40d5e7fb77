/// The release that this source is of.
public enum Release {
    /// What `--version` prints: the newest release in `CHANGELOG.md`.
    public static let version = "0.1.0"
}
