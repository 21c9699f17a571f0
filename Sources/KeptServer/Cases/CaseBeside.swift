import KeptDomain
import KeptStore
import KeptWords

/// What stands beside a case for one reader: drafts, colleagues at work, macros, tags.
struct CaseBeside: Sendable {
    private let reader: ID<Person>
    private let draft: ReplyDraft?
    private let chosenText: String?
    private let answering: [String]
    private let tags: [String]
    private let macros: [Macro]
    private let replies: [SavedReply]
    private let lines: [LineListing]
    private let found: Case
    private let episodes: Int
    private let namesReader: Bool
    private let related: [Case]
    private let special: [SpecialRequest]
    private let ratings: [Rating.Question: Rating]
    private let talks: [TalkStanding]
    private let origin: CaseOrigin?
    private let skills: [String]

    /// - Parameter chosen: the saved reply whose text goes into the answer.
    init(
        _ found: Case, _ reader: ID<Person>, chosen: ID<SavedReply>?, in reading: Reading, _ words: Vocabulary,
        now: Instant
    ) throws {
        (self.found, self.reader) = (found, reader)
        draft = try reading.draft(of: reader, on: found.id)
        answering = try reading.answering(found.id, besides: reader, at: now)
        tags = try reading.tags(of: [found.id])[found.id] ?? []
        (macros, replies, lines) = (try reading.macros(), try reading.savedReplies(), try reading.lines())
        episodes = try reading.episodes(of: found.id).count
        related = try reading.relatives(of: found)
        special = try reading.specialRequests(on: found.id)
        ratings = try reading.ratings(of: .case(found.id))
        talks = try reading.talkStandings(of: found.id, at: now)
        origin = try reading.origin(of: found.id)
        skills = found.line == nil && found.skill == nil ? [] : try reading.knownSkills()
        namesReader = try reading.isNamed(reader, on: found.id)
        if let reply = replies.first(where: { $0.id == chosen }) {
            let values = try reading.replyFields(of: found, writer: reader, words: words, now: now)
            do { chosenText = try ReplyTemplate(reply.body).filledAsFar(as: values) } catch {
                // Saved before a field was taken out of use: its text stands as it is.
                chosenText = reply.body
            }
        } else {
            chosenText = nil
        }
    }

    func complete(_ view: inout CaseView) {
        view.tags = tags
        (view.special, view.ratings) = (special, ratings)
        view.answering = answering
        view.draft = [draft?.body, chosenText].compactMap { $0 }.joined(separator: "\n\n")
        view.draftSavedAt = chosenText == nil ? draft?.savedAt : nil
        view.reader = reader
        view.lines = lines.map { Field.Choice("\($0.line.id)", $0.line.name) }
        view.macros = macros.map { Field.Choice("\($0.id)", $0.name) }
        view.savedReplies = replies.map { Field.Choice("\($0.id)", $0.name) }
        view.isMerged = found.mergedInto != nil
        view.snoozedUntil = found.snoozedUntil
        view.lineName = lines.first { $0.line.id == found.line }?.line.name
        view.isWaiting = found.waitingSince != nil
        view.namesReader = namesReader
        view.episodes = episodes
        view.talks = talks
        view.origin = origin
        (view.skill, view.skills) = (found.skill, skills)
        view.related = related.map {
            CaseView.Other(
                id: $0.id, number: $0.number, subject: $0.subject, closedAt: $0.closedAt,
                isLinked: $0.mergedInto != found.id && found.mergedInto != $0.id)
        }
    }
}
