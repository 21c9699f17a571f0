import Foundation
import Hummingbird
import KeptDomain
import KeptStore
import NIOCore
import NIOPosix

/// A file that came with a form, on disk.
struct UploadedFile: Sendable {
    /// As it is called where it came from.
    let name: String
    let path: String
    let size: Int64

    /// What comes in lies under this ending until it is whole.
    static let unfinishedEnding = ".part"

    /// Removes files, as far as they are there; what cannot be removed stays for whoever looks after the folder.
    static func remove(_ paths: [String]) {
        for path in paths { unlink(path) }
    }
}

extension PageRequest {
    /// Takes the form with a file piece by piece onto disk. Its token must come before the file, and is checked before
    /// anything of the file is taken.
    func receiveFile() async throws -> UploadedFile {
        guard let type = request.headers[.contentType], type.lowercased().hasPrefix("multipart/form-data") else {
            throw Problem(.unsupportedMediaType, "requests.bad-request")
        }
        guard let reader = MultipartReader(contentType: type) else { throw MultipartFault.broken }
        try site.options.uploadLimit.check(request.headers, frame: UploadIntake.frameLimit)
        var intake = UploadIntake(
            folder: site.options.uploadsFolder, limit: site.options.uploadLimit, reader: reader)
        do {
            for try await chunk in request.body {
                for piece in try intake.reader.take(chunk.readableBytesView) {
                    if case .part("file", _) = piece { try check(intake.token) }
                    try await intake.take(piece)
                }
            }
            try intake.reader.finish()
            try check(intake.token)
            return try await intake.finished()
        } catch {
            intake.abandon()
            throw error
        }
    }

    private func check(_ token: [UInt8]) throws {
        let sent = String(decoding: token, as: UTF8.self)
        guard site.formTokens.accepts(sent, from: request, isSignedIn: true) else { throw Unauthorized.foreignForm }
    }
}

extension APIRequest {
    /// Takes the body as a file onto disk, as it comes. A body that breaks off or is too large leaves nothing there.
    func receiveFile(named name: String) async throws -> UploadedFile {
        let limit = site.options.uploadLimit
        try limit.check(request.headers)
        let file = try await NIOThreadPool.singleton.runIfActive { [folder = site.options.uploadsFolder] in
            try UploadDisk(in: folder)
        }
        do {
            var size: Int64 = 0
            for try await chunk in request.body where chunk.readableBytes > 0 {
                let bytes = Array(chunk.readableBytesView)
                size += Int64(bytes.count)
                try limit.check(size)
                try await NIOThreadPool.singleton.runIfActive { try file.write(bytes) }
            }
            if let announced = request.headers[.contentLength].flatMap({ Int64($0) }), size < announced {
                throw MultipartFault.cut
            }
            guard size > 0 else { throw InvalidInput("body", "problems.required") }
            let path = try await NIOThreadPool.singleton.runIfActive { try file.finish() }
            return UploadedFile(name: name, path: path, size: size)
        } catch {
            file.discard()
            throw error
        }
    }
}

/// A form with a file as it comes in: fields are kept, the file is written.
private struct UploadIntake {
    private static let fieldLimit = 4_096
    private static let pieceSize = 1 << 20
    /// What the delimiters, heads and fields around the file come to at most.
    static let frameLimit: Int64 = 64 << 10

    let folder: String
    let limit: UploadLimit
    var reader: MultipartReader
    private(set) var token: [UInt8] = []

    private var part: String?
    private var name = ""
    private var file: UploadDisk?
    private var waiting: [UInt8] = []
    private var size: Int64 = 0

    init(folder: String, limit: UploadLimit, reader: MultipartReader) {
        self.folder = folder
        self.limit = limit
        self.reader = reader
    }

    mutating func take(_ piece: MultipartReader.Piece) async throws {
        switch piece {
        case .part(let name, let file):
            part = name
            guard name == "file", let file else { return }
            guard self.file == nil else { throw MultipartFault.broken }
            self.name = file
            self.file = try await NIOThreadPool.singleton.runIfActive { [folder] in try UploadDisk(in: folder) }
        case .bytes(let bytes):
            if part == "file" {
                waiting += bytes
                try limit.check(size + Int64(waiting.count))
                if waiting.count >= Self.pieceSize { try await write() }
            } else if part == "form_token" {
                guard token.count + bytes.count <= Self.fieldLimit else { throw MultipartFault.broken }
                token += bytes
            }
        case .end:
            if part == "file" { try await write() }
            part = nil
        }
    }

    private mutating func write() async throws {
        guard let file, !waiting.isEmpty else { return }
        let bytes = waiting
        waiting = []
        size += Int64(bytes.count)
        try await NIOThreadPool.singleton.runIfActive { try file.write(bytes) }
    }

    func finished() async throws -> UploadedFile {
        guard let file, !name.isEmpty else { throw InvalidInput("file", "problems.required") }
        let path = try await NIOThreadPool.singleton.runIfActive { try file.finish() }
        return UploadedFile(name: name, path: path, size: size)
    }

    func abandon() { file?.discard() }
}

/// The file on disk that an upload is written to.
private final class UploadDisk: Sendable {
    let path: String
    private let descriptor: Int32

    init(in folder: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Self.noRoom("cannot make \(folder): \(error.localizedDescription)")
        }
        path = "\(folder)/\(UUID().uuidString.lowercased())\(UploadedFile.unfinishedEnding)"
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.noRoom("cannot make \(path): \(String(cString: strerror(errno)))") }
    }

    /// A file that was not finished goes with whoever wrote it, whatever ended them.
    deinit {
        if descriptor >= 0 { close(descriptor) }
        UploadedFile.remove([path])
    }

    /// Removes the file, finished or not.
    func discard() { UploadedFile.remove([path, whole]) }

    private var whole: String { String(path.dropLast(UploadedFile.unfinishedEnding.count)) }

    func write(_ bytes: [UInt8]) throws {
        var left = bytes[...]
        while !left.isEmpty {
            let count = left.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.noRoom("cannot write \(path): \(String(cString: strerror(errno)))") }
            left = left.dropFirst(count)
        }
    }

    /// Makes the file last, under its own name.
    func finish() throws -> String {
        let whole = whole
        guard fdatasync(descriptor) == 0, rename(path, whole) == 0 else {
            throw Self.noRoom("cannot keep \(path): \(String(cString: strerror(errno)))")
        }
        return whole
    }

    private static func noRoom(_ cause: String) -> Problem {
        Problem(.serviceUnavailable, "imports.upload.no-room", cause: cause)
    }
}
