import KeptDomain
import KeptStore

extension Schema {
    private static let byLanguage = Schema.map(.text)

    private static let queueRules: [SchemaField] = [
        .optional(
            "confidence_percent", .integer, "The wanted chance that a told wait is kept, 50 to 99; 80 when left out."),
        .optional("largest_party", .integer, "1 to 100."),
        .optional("by_capacity", .boolean, "A point calls the first party that it has room for."),
        .optional("ways", .array(.word(QueueRules.Way.self)), "How somebody joins; all when left out."),
        .optional("most_waiting", .integer, "Who wait at once, 1 to 10000."),
        .optional("per_phone", .integer, "How often one browser or phone number joins within the hour."),
        .optional("per_address", .integer, "How often one address on the net joins within the hour."),
        .optional("recalls", .integer, "After so many further calls somebody is not there, 0 to 20."),
        .optional("no_show_after_seconds", .integer, "Or after so long since the last call, 0 to 7200."),
        .optional("return_within_seconds", .integer, "Who comes back within this gets the old place, 0 to 86400."),
        .optional("forget_after_seconds", .integer, "What nobody ended is closed so long after closing, 0 to 86400."),
        .optional("offers_company", .boolean, "Whether people may wish to wait together."),
        .optional("opens_cases", .boolean, "Whether a wait told and broken opens a case."),
        .optional("offers", .array(queueOffer), "Pages to look at while waiting."),
        .optional("questions", .array(queueQuestion), "Asked of who joins, shown to who serves them."),
        .optional("farewell", byLanguage, "Shown to who leaves."),
    ]

    private static let queueOffer = Schema.object([
        SchemaField("label", byLanguage), SchemaField("address", .text, "https://…, or a path of this site."),
    ])

    private static let queueQuestion = Schema.object([
        SchemaField("key", .text, "Under which the answer is stored."), SchemaField("label", byLanguage),
        SchemaField("kind", .word(QueueQuestion.Kind.self)),
        .optional("choices", .array(.object([SchemaField("label", byLanguage)])), "The answer is the place, from 1."),
        .optional("required", .boolean),
    ])

    static let queueDraft = Schema.object(
        [
            SchemaField("place", .id), SchemaField("letter", .text, "In front of its numbers: A to Z, one or two."),
            SchemaField("slug", .text, "The last part of its address."),
            SchemaField("name", byLanguage, "By language tag."), .optional("serves", byLanguage),
            .optional("calendar", .id, "In whose hours it can be joined; the place's own when left out."),
        ] + queueRules)

    static let queue = Schema.object(
        [
            SchemaField("id", .id), SchemaField("place", .id), SchemaField("letter", .text), SchemaField("slug", .text),
            SchemaField("name", byLanguage), SchemaField("serves", byLanguage), SchemaField("calendar", .nullable(.id)),
        ]
            + queueRules.map { SchemaField($0.name, $0.schema, $0.text) } + [
                SchemaField("shut_at", .nullable(.instant), "Since when nobody joins, by hand."),
                SchemaField("shut_why", .nullable(.text)),
                SchemaField("open_until", .nullable(.instant), "By hand, out of its hours too."),
                SchemaField("closed_at", .nullable(.instant)), SchemaField("revision", .integer),
            ])

    private static let service = Schema.object([
        SchemaField("queue", .id),
        .optional("preference", .integer, "1 for its own; it calls from a later one while the earlier are empty."),
    ])

    static let servicePointDraft = Schema.object([
        SchemaField("place", .id), .optional("kind", .word(ServicePoint.Kind.self)), SchemaField("name", byLanguage),
        .optional("capacity", .integer, "The largest party that it has room for, 1 to 100."),
        SchemaField("serves", .array(service)),
    ])

    private static let pointFields: [SchemaField] = [
        SchemaField("id", .id), SchemaField("place", .id), SchemaField("kind", .word(ServicePoint.Kind.self)),
        SchemaField("name", byLanguage), SchemaField("capacity", .integer), SchemaField("serves", .array(service)),
        SchemaField("opened_at", .nullable(.instant)), SchemaField("person", .nullable(.id), "Who serves there."),
        SchemaField("closed_at", .nullable(.instant)), SchemaField("revision", .integer),
    ]
    static let servicePoint = Schema.object(pointFields)
    static let pointScene = Schema.object(
        pointFields + [
            SchemaField("person_name", .nullable(.text)),
            SchemaField("current", .nullable(.named("Visit")), "Called to it, or served at it."),
        ])

    static let delayReasonDraft = Schema.object([
        SchemaField("name", byLanguage, "As colleagues find it."),
        SchemaField("said", byLanguage, "As customers read it."),
        .optional("position", .integer, "Among the others, from 1."),
    ])
    static let delayReason = Schema.object([
        SchemaField("id", .id), SchemaField("name", byLanguage), SchemaField("said", byLanguage),
        SchemaField("position", .integer), SchemaField("closed_at", .nullable(.instant)),
        SchemaField("revision", .integer),
    ])
    static let delayExplanation = Schema.object([
        SchemaField("reason", .nullable(.id), "None where Kept itself said that it goes more slowly."),
        SchemaField("said", byLanguage), SchemaField("from", .instant), SchemaField("until", .instant),
    ])
}

extension Schema {
    static let visitDraft = Schema.object([
        SchemaField("queue", .id), .optional("way", .word(QueueRules.Way.self), "api when left out."),
        .optional("name", .text), .optional("phone", .text, "Finds the customer; waits once at a time."),
        .optional("party_size", .integer), .optional("language", .text, "BCP 47; en when left out."),
        .optional("customer", .id), .optional("order_number", .integer), .optional("need", .text),
        .optional("answers", .map(.text), "By the keys of the queue's questions."),
        .optional("wants_company", .boolean), .optional("source", .text, "With external_id: joins once."),
        .optional("external_id", .text),
    ])

    static let visit = Schema.object([
        SchemaField("id", .id), SchemaField("queue", .id), SchemaField("place", .id),
        SchemaField("ticket", .nullable(.text), "As people read it; none of imported ones."),
        SchemaField("state", .word(Visit.State.self)), SchemaField("way", .word(Visit.Way.self)),
        SchemaField("name", .nullable(.text)), SchemaField("phone", .nullable(.text)),
        SchemaField("party_size", .integer), SchemaField("language", .text), SchemaField("customer", .nullable(.id)),
        SchemaField("order", .nullable(.id)), SchemaField("need", .nullable(.text)),
        SchemaField("answers", .map(.text)), SchemaField("wants_company", .boolean),
        SchemaField("company", .nullable(.id)), SchemaField("joined_at", .instant),
        SchemaField("called_at", .nullable(.instant), "The wait ends with the first call."),
        SchemaField("recalled", .integer), SchemaField("served_at", .nullable(.instant)),
        SchemaField("ended_at", .nullable(.instant)), SchemaField("ended_why", .nullable(.text)),
        SchemaField("point", .nullable(.id)),
        SchemaField("is_invited", .boolean, "Called over by a point that is not of the queue's own."),
        SchemaField("is_first", .boolean, "Put before all others, with a reason."),
        SchemaField("promise", .nullable(.id), "What was told last of the wait."),
        SchemaField("owed", .nullable(.text), "Still to be handed over until given_at."),
        SchemaField("given_at", .nullable(.instant)), SchemaField("perceived", .nullable(.word(Visit.Perceived.self))),
        SchemaField("perceived_seconds", .nullable(.integer)), SchemaField("revision", .integer),
    ])

    static let waitOutlook = Schema.object([
        SchemaField("median_seconds", .nullable(.integer)), SchemaField("within_seconds", .nullable(.integer)),
        SchemaField("confidence_percent", .nullable(.integer)), SchemaField("precedents", .nullable(.integer)),
        SchemaField(
            "cannot", .nullable(.words(["too-few", "nobody-serves", "unlike-any"])), "Why nothing can be told."),
        SchemaField("needed", .nullable(.integer), "How many more waits like it."),
    ])

    static let toldWait = Schema.object([
        SchemaField("promise", .id), SchemaField("because", .word(WaitToldBecause.self)),
        SchemaField("told_at", .instant), SchemaField("due_at", .instant), SchemaField("median_seconds", .integer),
        SchemaField("within_seconds", .integer), SchemaField("confidence_percent", .integer),
        SchemaField("precedents", .integer), SchemaField("state", .word(PromiseState.self)),
    ])

    static let waitingVisit = Schema.object([
        SchemaField("position", .integer, "From 1."), SchemaField("people_ahead", .integer),
        SchemaField("outlook", .named("WaitOutlook"), "Of the rest of the wait."),
        SchemaField("told", .nullable(.named("ToldWait"))), SchemaField("visit", .named("Visit")),
    ])

    static let visitJoined = Schema.object([
        SchemaField("key", .text, "Of the phone page; secret."), SchemaField("outlook", .named("WaitOutlook")),
        SchemaField("due_at", .nullable(.instant), "Promised; null where nothing can be."),
        SchemaField("said", .nullable(.text)), SchemaField("visit", .named("Visit")),
    ])

    static let visitPage = Schema.object([
        SchemaField("visit", .named("Visit")), SchemaField("queue", .map(.text)),
        SchemaField("position", .nullable(.integer), "While it waits."),
        SchemaField("people_ahead", .nullable(.integer)),
        SchemaField("outlook", .nullable(.named("WaitOutlook"))), SchemaField("told", .array(.named("ToldWait"))),
        SchemaField("point", .nullable(.text)), SchemaField("company_ticket", .nullable(.text)),
        SchemaField("explanation", .nullable(.named("DelayExplanation"))), SchemaField("exceptions_today", .integer),
    ])

    static let queueException = Schema.object([
        SchemaField("ticket", .nullable(.text)), SchemaField("kind", .word(QueueException.Kind.self)),
        SchemaField("reason", .word(QueueException.Reason.self)), SchemaField("why", .text),
        SchemaField("passed", .integer, "How many who were before them waited on."), SchemaField("at", .instant),
    ])

    static let queueScene = Schema.object([
        SchemaField("queue", .named("Queue")), SchemaField("at", .instant), SchemaField("is_taking", .boolean),
        SchemaField("opens_at", .nullable(.instant)),
        SchemaField("joining", .named("WaitOutlook"), "Of who joins now."),
        SchemaField("waiting", .array(.named("WaitingVisit")), "In the order in which they are called."),
        SchemaField("called", .array(.named("Visit"))), SchemaField("serving", .array(.named("Visit"))),
        SchemaField("parked", .array(.named("Visit"))),
        SchemaField("absent", .array(.named("Visit")), "May return to their old place."),
        SchemaField("owed", .array(.named("Visit"))), SchemaField("points", .array(.named("PointScene"))),
        SchemaField("explanation", .nullable(.named("DelayExplanation"))),
        SchemaField(
            "today",
            .object([
                SchemaField("joined", .integer), SchemaField("served", .integer), SchemaField("left", .integer),
                SchemaField("absent", .integer), SchemaField("closed", .integer),
                SchemaField("told_kept", .integer, "Of the first words told today."),
                SchemaField("told_settled", .integer), SchemaField("exceptions", .array(.named("QueueException"))),
            ])),
    ])
}
