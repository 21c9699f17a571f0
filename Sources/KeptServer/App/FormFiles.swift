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

    var reader: MultipartReader
    private(set) var fields: [String: [[UInt8]]] = [:]
    private(set) var files: [AttachmentDraft] = []
    private var name = ""
    private var file: String?
    private var held: [UInt8] = []
    private var size = 0

    init(reader: MultipartReader) { self.reader = reader }

    mutating func take(_ piece: MultipartReader.Piece) throws {
        switch piece {
        case .part(let name, let file): (self.name, self.file, held) = (name, file, [])
        case .bytes(let bytes):
            size += bytes.count
            guard size <= Self.limit else {
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
