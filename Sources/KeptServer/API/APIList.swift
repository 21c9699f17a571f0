extension APIAnswer {
    /// As `list`, of items that are written already. - Parameter items: a JSON array.
    static func list(json items: String) -> APIAnswer {
        APIAnswer(capacity: items.utf8.count + 50) { json in
            json.object { json in
                json.key("items")
                json.value(json: Array(items.utf8))
                json.field("next", nil as String?)
            }
        }
    }

    /// A list that is never long enough for pages.
    static func list<Item>(_ items: [Item], _ write: (inout JSONWriter, Item) -> Void) -> APIAnswer {
        APIAnswer { json in
            json.object { json in
                json.array("items", items, write)
                json.field("next", nil as String?)
            }
        }
    }
}

extension APIAnswer {
    /// One page of a list.
    ///
    /// - Parameters:
    ///   - found: one more than `limit` where there are more.
    ///   - bytes: what an item comes to as a rule.
    ///   - cursor: the place of an item, for going on behind it.
    static func page<Item>(
        _ found: [Item], limit: Int, bytes: Int = 400, cursor: (Item) -> String,
        _ write: (inout JSONWriter, Item) -> Void
    ) -> APIAnswer {
        let next = found.count > limit ? found.prefix(limit).last.map(cursor) : nil
        return page(found.prefix(limit), next: next, bytes: bytes, write)
    }

    /// - Parameter next: where the next page begins, `nil` on the last.
    static func page<Items: Collection>(
        _ items: Items, next: String?, bytes: Int = 400, _ write: (inout JSONWriter, Items.Element) -> Void
    ) -> APIAnswer {
        APIAnswer(capacity: items.count * bytes + 100) { json in
            json.object { json in
                json.array("items", items, write)
                json.field("next", next.map(Cursor.write))
            }
        }
    }
}

extension Schema {
    static func listed(_ name: String) -> Schema {
        .object([SchemaField("items", .array(.named(name))), SchemaField("next", .nullable(.text))])
    }

    /// Every shape with a name of its own, as `components/schemas` lists them.
    static let all: [(name: String, schema: Schema)] = [
        ("Order", order), ("OrderItem", orderItem), ("OrderLine", orderLine), ("OrderDraft", orderDraft),
        ("OrderLineDraft", orderLineDraft), ("Parcel", parcel), ("Quote", quote), ("QuoteRule", quoteRule),
        ("LikelyLate", likelyLate),
        ("TrackingEvent", trackingEvent),
        ("Promise", promise), ("PromiseDraft", promiseDraft), ("Pause", pause), ("Case", `case`), ("Note", note),
        ("Message", message), ("MessageDraft", messageDraft),
        ("Attachment", attachment), ("Episode", episode), ("Line", line), ("LineDraft", lineDraft),
        ("SkillRule", skillRule), ("SkillRuleDraft", skillRuleDraft),
        ("ContactForm", contactForm), ("ContactFormDraft", contactFormDraft), ("NoteCandidate", noteCandidate),
        ("SpokenNote", spokenNote),
        ("ReopeningRule", reopeningRule),
        ("Macro", DeskAPI.macro), ("SavedReply", DeskAPI.savedReply), ("CaseView", SavedViewAPI.view),
        ("ReplyDraft", ReplyDraftAPI.draft),
        ("Customer", customer), ("HistoryEntry", historyEntry),
        ("CustomerDraft", customerDraft), ("Carrier", carrier), ("Window", window), ("WindowOpening", windowOpening),
        ("Place", place), ("Calendar", calendar), ("CalendarDefinition", calendarDefinition), ("Standard", standard),
        ("Person", person), ("JournalEntry", journalEntry), ("DeliveryRow", deliveryRow), ("Import", importRun),
        ("Upload", upload),
        ("Remedy", remedy), ("RemedyDraft", remedyDraft), ("RemedyOffer", remedyOffer),
        ("RemedyRequest", remedyRequest), ("Telling", telling), ("RemedyLimit", remedyLimit),
        ("RemedyLimitDraft", remedyLimitDraft),
        ("Coupon", coupon), ("CouponUse", couponUse), ("Guarantee", guarantee), ("GuaranteeDraft", guaranteeDraft),
        ("GuaranteeTrial", guaranteeTrial), ("GuaranteeUse", guaranteeUse), ("HeldGuarantee", heldGuarantee),
        ("ReadyGuarantee", readyGuarantee), ("AuthorityQuestion", authorityQuestion),
        ("Channel", channel), ("ChannelDraft", channelDraft), ("ChannelAnswer", channelAnswer),
        ("ConductFact", conductFact), ("Playbook", playbook), ("Call", call), ("ApartPlace", apartPlace),
        ("CaseConduct", caseConduct), ("SpecialRequest", specialRequest), ("SpotCheck", spotCheck),
        ("ServiceRow", serviceRow), ("StaffingPlan", staffingPlan), ("StaffingWhatIf", staffingWhatIf),
        ("WaitBacktest", waitBacktest),
        ("Queue", queue), ("QueueDraft", queueDraft), ("ServicePoint", servicePoint),
        ("ServicePointDraft", servicePointDraft), ("PointScene", pointScene), ("DelayReason", delayReason),
        ("DelayReasonDraft", delayReasonDraft), ("DelayExplanation", delayExplanation), ("Visit", visit),
        ("VisitDraft", visitDraft), ("VisitJoined", visitJoined), ("VisitPage", visitPage),
        ("WaitOutlook", waitOutlook),
        ("ToldWait", toldWait), ("WaitingVisit", waitingVisit), ("QueueException", queueException),
        ("QueueScene", queueScene),
        ("MailFiled", mailFiled), ("ParkedMail", parkedMail), ("UnfetchedMail", unfetchedMail),
        ("Recovery", recovery), ("RecoveryStep", recoveryStep), ("Failure", failure),
        ("StruckFailure", struckFailure), ("FollowUp", followUp),
        ("FollowUpRule", followUpRule), ("Cause", cause), ("CauseDraft", causeDraft),
        ("RecoveryTemplate", recoveryTemplate), ("RecoveryTemplateDraft", recoveryTemplateDraft),
        ("RecoveryText", recoveryText), ("RecoveryTemplateVersion", recoveryTemplateVersion),
        ("RecoveryReport", recoveryReport), ("PromiseCount", promiseCount),
        ("SearchHit", searchHit), ("TodayFigures", todayFigures), ("Problem", problem),
    ]

    static let problem = Schema.object([
        SchemaField("type", .text), SchemaField("title", .text), SchemaField("status", .integer),
        SchemaField("detail", .text), SchemaField("instance", .text), SchemaField("request_id", .text),
        .optional(
            "errors", .array(.object([SchemaField("field", .text), SchemaField("detail", .text)])),
            "The fields that cannot be taken."),
        .optional("revision", .integer, "What it has now, when somebody else changed it."),
    ])
}
