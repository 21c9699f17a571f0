import KeptDomain
import KeptStore

/// Cases, what is said on them, and the desk that works on them.
extension Paths {
    package static let cases = "/cases"
    package static let newCase = "/cases/new"
    package static let nextCase = "/cases/next"
    package static let caseViews = "/cases/views"
    package static func caseViewEnding(_ id: ID<SavedView>) -> String { "/cases/views/\(id)/ending" }
    package static let caseBulk = "/cases/bulk"

    package static func `case`(_ id: ID<Case>) -> String { "/cases/\(id)" }
    package static func caseNotes(_ id: ID<Case>) -> String { "/cases/\(id)/notes" }
    package static func caseClosing(_ id: ID<Case>) -> String { "/cases/\(id)/closing" }
    package static func caseHandover(_ id: ID<Case>) -> String { "/cases/\(id)/handover" }
    package static func caseMove(_ id: ID<Case>) -> String { "/cases/\(id)/move" }
    package static func caseMessages(_ id: ID<Case>) -> String { "/cases/\(id)/messages" }
    package static func caseReplies(_ id: ID<Case>) -> String { "/cases/\(id)/replies" }
    package static func caseReplySettlement(_ id: ID<Case>) -> String { "/cases/\(id)/reply-settlement" }
    package static func caseReopening(_ id: ID<Case>) -> String { "/cases/\(id)/reopening" }
    package static func caseMergeUndoing(_ id: ID<Case>) -> String { "/cases/\(id)/merge-undoing" }
    package static func caseSnooze(_ id: ID<Case>) -> String { "/cases/\(id)/snooze" }
    package static func caseWaking(_ id: ID<Case>) -> String { "/cases/\(id)/waking" }
    package static func caseTransfer(_ id: ID<Case>) -> String { "/cases/\(id)/transfer" }
    package static func caseMerge(_ id: ID<Case>) -> String { "/cases/\(id)/merge" }
    package static func caseUnlinking(_ id: ID<Case>) -> String { "/cases/\(id)/unlinking" }
    package static func caseLinks(_ id: ID<Case>) -> String { "/cases/\(id)/links" }
    package static func caseSorting(_ id: ID<Case>) -> String { "/cases/\(id)/sorting" }
    package static func caseSplit(_ id: ID<Case>) -> String { "/cases/\(id)/split" }
    package static func caseTags(_ id: ID<Case>) -> String { "/cases/\(id)/tags" }
    package static func caseUntagging(_ id: ID<Case>) -> String { "/cases/\(id)/untagging" }
    package static func caseMacro(_ id: ID<Case>) -> String { "/cases/\(id)/macro" }
    package static func caseSeen(_ id: ID<Case>) -> String { "/cases/\(id)/seen" }
    package static func caseDraft(_ id: ID<Case>) -> String { "/cases/\(id)/draft" }
    package static func casePromises(_ id: ID<Case>) -> String { "/cases/\(id)/promises" }
    package static func caseRemedies(_ id: ID<Case>) -> String { "/cases/\(id)/remedies" }
    package static func caseGuaranteeUses(_ id: ID<Case>) -> String { "/cases/\(id)/guarantee-uses" }
    package static func caseSpecial(_ id: ID<Case>) -> String { "/cases/\(id)/special-requests" }
    package static func caseConduct(_ id: ID<Case>) -> String { "/cases/\(id)/conduct-facts" }
    package static func caseRelief(_ id: ID<Case>) -> String { "/cases/\(id)/relief" }
    package static func caseApart(_ id: ID<Case>) -> String { "/cases/\(id)/apart" }
    package static func caseRecoveryMessages(_ id: ID<Case>) -> String { "/cases/\(id)/recovery-messages" }
    package static func caseFollowUpAnswer(_ id: ID<Case>) -> String { "/cases/\(id)/follow-up-answer" }
    package static func caseStepsLeftOut(_ id: ID<Case>) -> String { "/cases/\(id)/steps-left-out" }

    package static func attachment(_ id: ID<Attachment>) -> String { "/attachments/\(id)" }
    package static func specialAnswer(_ id: ID<SpecialRequest>) -> String { "/special-requests/\(id)/answer" }
    package static func specialSettling(_ id: ID<SpecialRequest>) -> String { "/special-requests/\(id)/settling" }
    package static func messageSource(_ id: ID<Message>) -> String { "/messages/\(id)/source" }
    package static func messageSendingAgain(_ id: ID<Message>) -> String { "/messages/\(id)/sending-again" }

    package static let lines = "/lines"
    package static func line(_ id: ID<Line>) -> String { "/lines/\(id)" }
    package static func lineClosing(_ id: ID<Line>) -> String { "/lines/\(id)/closing" }
    package static let skills = "/skills"
    package static let skillRules = "/skill-rules"
    package static func skillRuleEnding(_ id: ID<SkillRule>) -> String { "/skill-rules/\(id)/ending" }
    package static func caseSkill(_ id: ID<Case>) -> String { "/cases/\(id)/skill" }
    package static func lineNext(_ id: ID<Line>) -> String { "/lines/\(id)/next" }

    package static let macros = "/macros"
    package static func macro(_ id: ID<Macro>) -> String { "/macros/\(id)" }
    package static func savedReply(_ id: ID<SavedReply>) -> String { "/saved-replies/\(id)" }
    package static func macroEnding(_ id: ID<Macro>) -> String { "/macros/\(id)/ending" }
    package static let savedReplies = "/saved-replies"
    package static func savedReplyEnding(_ id: ID<SavedReply>) -> String { "/saved-replies/\(id)/ending" }
    package static let reopeningRules = "/reopening-rules"

    package static let notes = "/notes"
    package static let newNote = "/notes/new"
    package static let noteWho = "/notes/who"
}
