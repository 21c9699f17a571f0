import KeptDomain
import KeptStore

/// What a phone page shows beside the scene of its queue.
struct VisitBeside: Sendable {
    let place: Place
    /// The oldest first.
    let told: [ToldWait]
    let point: ServicePoint?
    /// The ticket of whom they wait together with.
    let company: String?

    init(_ page: VisitPage) {
        (place, told, point, company) = (page.place, page.told, page.point, page.company)
    }
}
