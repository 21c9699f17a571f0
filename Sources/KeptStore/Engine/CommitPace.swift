/// How long a commit takes and how many shared it, so that the next one waits a little for as many: callers that
/// write again as soon as they are answered would else share commits in two halves, each waiting for the other.
struct CommitPace {
    private var span = Duration.zero
    private var callers = 0

    /// Seconds to wait for more operations; `nil` where nobody is likely to come or a commit costs little.
    func patience(after taken: Int) -> Double? {
        taken < callers && span > .milliseconds(1) ? min(span / .seconds(1), 0.01) / 2 : nil
    }

    mutating func note(_ span: Duration, shared count: Int) {
        self.span = span
        callers = count
    }
}
