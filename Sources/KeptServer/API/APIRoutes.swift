import Hummingbird

/// The whole API: one table, from which it is served and described.
enum API {
    static let routes: [APIRoute] =
        OrderAPI.routes + QuoteAPI.routes + PromiseAPI.routes + CaseAPI.routes + MessageAPI.routes + CaseLifeAPI.routes
        + CaseSortingAPI.routes + LineAPI.routes + SkillAPI.routes
        + ContactFormAPI.routes + NoteAPI.routes
        + SavedViewAPI.routes + ReplyDraftAPI.routes + DeskAPI.routes + CustomerAPI.routes
        + CarrierAPI.routes + PlaceAPI.routes
        + CalendarAPI.routes + StandardAPI.routes + PersonAPI.routes + JournalAPI.routes
        + RemedyAPI.routes + RequestAPI.routes + LimitAPI.routes + CouponAPI.routes + GuaranteeAPI.routes
        + HeldAPI.routes
        + QuestionAPI.routes
        + QueueAPI.routes + ServicePointAPI.routes + VisitAPI.routes + VisitMoveAPI.routes
        + ChannelAPI.routes + ConductAPI.routes
        + StaffingAPI.routes + ServiceAPI.routes + SpecialRequestAPI.routes + RatingAPI.routes + SpotCheckAPI.routes
        + MailAPI.routes
        + UnfetchedMailAPI.routes
        + RecoveryAPI.routes + RecoverySetAPI.routes
        + SearchAPI.routes + ReportAPI.routes + ImportAPI.routes + TodayAPI.routes

    static func routes(on site: Site) -> [Route] {
        let document = OpenAPI.document(of: routes)
        return routes.map { $0.route(on: site) } + [Route(.get, Paths.apiDescription) { _, _ in .json(document) }]
    }
}
