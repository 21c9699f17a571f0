/// How long a commit takes and how many shared it, so that the next one waits a little for as many: callers that
/// write again as soon as they are answered would else share commits in two halves, each waiting for the other.
struct CommitPace {
    private var span = Duration.zero
    private var callers = 0

    /// Seconds to wait for more operations; `nil` where nobody is likely to come, a commit costs little or no time is left.
    func patience(after taken: Int, left: Duration) -> Double? {
        guard span > .milliseconds(1), left > .zero, taken < callers else { return nil }
        return min(min(span / .seconds(1), 0.01) / 2, left / .seconds(1))
    }

    mutating func note(_ span: Duration, shared count: Int) {
        self.span = span
        callers = count
    }
}
