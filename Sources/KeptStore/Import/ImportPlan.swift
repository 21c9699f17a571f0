import Foundation
import KeptDomain

/// What an import reads, in which order, and as what.
package struct ImportPlan: Sendable {
    package enum Role: Sendable, Hashable {
        case mapped(ColumnMap)
        case olist(OlistFile)
        case calls
    }

    package struct File: Sendable, Hashable {
        package let path: String
        /// What people call it: its name on disk, or where it came from.
        package let name: String
        package let role: Role
        /// Bytes on disk, and when it was last changed: a file that differs is another file.
        let size: Int64
        let changed: Int64

        package init(_ path: String, as role: Role, named name: String? = nil) throws(FileFailure) {
            var status = stat()
            guard stat(path, &status) == 0 else {
                throw errno == ENOENT ? .missing(path: path) : .notReadable(path: path, cause: FileReader.systemWords())
            }
            self.path = path
            self.name = name ?? path.split(separator: "/").last.map(String.init) ?? path
            self.role = role
            size = Int64(status.st_size)
            changed = Int64(status.st_mtim.tv_sec)
        }

        /// By what a stopped run recognises its files.
        var fingerprint: String { "\(path)|\(size)|\(changed)" }
    }

    package enum Kind: String, Sendable {
        case orders, olist, cases, visits, calls

        package init(_ rows: ColumnSuggestion.Rows) {
            self =
                switch rows {
                case .orders: .orders
                case .cases: .cases
                case .visits: .visits
                }
        }
    }

    /// The run that it is, for an uploaded file; by its files when left out.
    package var run: ID<ImportRun>?
    package let kind: Kind
    package let source: String
    package let files: [File]
    /// Names of files of the folder that Kept does not read.
    package let ignored: [String]
    package var encoding: TextEncoding?
    package var isDryRun = false
    /// Of times without a zone, in mapped files.
    package var zone: String

    package init(kind: Kind, source: String, files: [File], ignored: [String] = [], zone: String) {
        self.kind = kind
        self.source = source
        self.files = files
        self.ignored = ignored
        self.zone = zone
    }

    package var totalBytes: Int64 { files.reduce(0) { $0 + $1.size } }

    /// Files of a call centre's log.
    package static func calls(_ paths: [String]) throws -> ImportPlan {
        ImportPlan(
            kind: .calls, source: CallFile.source, files: try paths.map { try File($0, as: .calls) },
            zone: CallFile.zone)
    }

    /// The files of an Olist folder: the orders are needed, the others are read where they are there.
    package static func olist(folder: String) throws -> ImportPlan {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        } catch {
            throw FileFailure.notReadable(path: folder, cause: error.localizedDescription)
        }
        var found: [OlistFile: String] = [:]
        var ignored: [String] = []
        for name in names where !name.hasPrefix(".") {
            if let file = OlistFile(fileName: name), found[file] == nil {
                found[file] = name
            } else {
                ignored.append(name)
            }
        }
        guard found[.orders] != nil else { throw ImportRefusal.noOrders(folder: folder, found: names) }
        let files = try OlistFile.allCases.compactMap { file in
            try found[file].map { try File(folder + "/" + $0, as: .olist(file)) }
        }
        return ImportPlan(
            kind: .olist, source: OlistFile.source, files: files, ignored: ignored, zone: OlistFile.zone)
    }
}

/// Why an import is not begun.
package enum ImportRefusal: Error, Sendable, Hashable {
    case noOrders(folder: String, found: [String])
    /// No map was given or remembered for this header, and what was guessed cannot be used.
    case map(path: String, header: [String], [ColumnMapProblem])
    case missingColumns(path: String, missing: [String], found: [String])
    case unknownZone(String, nearest: [String])
    /// Another run reads these files now.
    case underWay(files: [String])
    /// The run went on elsewhere while this one stood still.
    case takenOver
}
