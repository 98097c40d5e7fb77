import Testing

extension Trait where Self == TimeLimitTrait {
    /// For tests that await: a limit ends what they await, and names them.
    ///
    /// It is long because all tests start at once and a limit also counts the time in which a test waits for a thread. A
    /// test that doesn't await cannot be ended by a limit of its own; `Scripts/time_limit.sh` ends the whole run.
    public static var ofTestsThatAwait: Self { .timeLimit(.minutes(20)) }
}
