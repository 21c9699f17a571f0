import HTTPTypes
import Hummingbird
import KeptDomain
import KeptStore

extension PageRequest {
    /// The fields and files of a form that may carry files, all in memory: no more than one message holds.
    func submittedWithFiles() async throws -> (form: SubmittedForm, files: [AttachmentDraft]) {
        guard let type = request.headers[.contentType], type.lowercased().hasPrefix("multipart/form-data") else {
            return (try await submitted(), [])
        }
        guard let reader = MultipartReader(contentType: type) else { throw MultipartFault.broken }
        var intake = FormIntake(reader: reader)
        for try await chunk in request.body {
            for piece in try intake.reader.take(chunk.readableBytesView) {
                if case .part(_, .some) = piece { try checkToken(of: intake) }
                try intake.take(piece)
            }
        }
        try intake.reader.finish()
        try checkToken(of: intake)
        let form = SubmittedForm(intake.fields.mapValues { $0.map { String(decoding: $0, as: UTF8.self) } })
        if let field = form.firstWithNUL { throw InvalidInput(field, "problems.control-character") }
        return (form, intake.files)
    }

    /// As `submittedWithFiles`, of people who are not signed in: read to its end whatever is wrong with it, so that what they
    /// wrote can be shown again.
    ///
    /// - Returns: `isOurs` where a page of ours made the form, or a script of ours sent it; `isTooLarge` where files were
    ///   left out because together they are larger than one message holds.
    func publicSubmission() async throws -> PublicSubmission {
        let form: SubmittedForm
        var (files, isTooLarge): ([AttachmentDraft], Bool) = ([], false)
        if let type = request.headers[.contentType], type.lowercased().hasPrefix("multipart/form-data") {
            guard let reader = MultipartReader(contentType: type) else { throw MultipartFault.broken }
            var intake = FormIntake(reader: reader, leavesOut: true)
            for try await chunk in request.body {
                for piece in try intake.reader.take(chunk.readableBytesView) { try intake.take(piece) }
            }
            try intake.reader.finish()
            form = SubmittedForm(intake.fields.mapValues { $0.map { String(decoding: $0, as: UTF8.self) } })
            (files, isTooLarge) = (intake.files, intake.hasLeftOut)
        } else {
            form = try await read()
        }
        return PublicSubmission(form: form, files: files, isOurs: isOurs(form) || isByOurScript, isTooLarge: isTooLarge)
    }

    /// A script of ours says so in a header that no page of another site can send: browsers ask us first, and we never say
    /// yes. Where a frame on another site is refused cookies there is no token to compare.
    var isByOurScript: Bool { request.headers[.keptTalk] != nil && !isSentByAnotherSite }

    private func checkToken(of intake: FormIntake) throws {
        let sent = intake.fields["form_token"]?.first.map { String(decoding: $0, as: UTF8.self) } ?? ""
        guard site.formTokens.accepts(sent, from: request, isSignedIn: context.caller.person != nil) else {
            throw Unauthorized.foreignForm
        }
    }
}

/// A form with files as it comes in.
private struct FormIntake {
    /// Bytes of all fields and files together.
    private static let limit = Attachment.largestTogether + (1 << 20)

    /// What is sent beyond this is read no further, whoever sends it.
    private static let end = 4 * limit

    var reader: MultipartReader
    /// Whether files beyond the limit are left out instead of refusing the whole.
    let leavesOut: Bool
    private(set) var hasLeftOut = false
    private(set) var fields: [String: [[UInt8]]] = [:]
    private(set) var files: [AttachmentDraft] = []
    private var name = ""
    private var file: String?
    private var held: [UInt8] = []
    private var size = 0

    init(reader: MultipartReader, leavesOut: Bool = false) {
        self.reader = reader
        self.leavesOut = leavesOut
    }

    mutating func take(_ piece: MultipartReader.Piece) throws {
        switch piece {
        case .part(let name, let file): (self.name, self.file, held) = (name, file, [])
        case .bytes(let bytes):
            size += bytes.count
            if leavesOut, size > Self.limit, size <= Self.end, file != nil {
                hasLeftOut = true
                held = []
                return
            }
            guard size <= Self.limit || (leavesOut && size <= Self.end) else {
                throw Problem(.contentTooLarge, "requests.too-large", facts: [Fact("count", Self.limit >> 20)])
            }
            held += bytes
        case .end:
            if let file {
                // A browser sends a nameless empty one where no file was chosen.
                if !file.isEmpty || !held.isEmpty { files.append(AttachmentDraft(name: file, bytes: held)) }
            } else {
                fields[name, default: []].append(held)
            }
            held = []
        }
    }
}

/// What somebody sent whom nobody knows.
struct PublicSubmission: Sendable {
    let form: SubmittedForm
    let files: [AttachmentDraft]
    let isOurs: Bool
    let isTooLarge: Bool
}

extension HTTPField.Name {
    /// Set by the scripts of a talk's page.
    static let keptTalk = Self("X-Kept-Talk")!
}
