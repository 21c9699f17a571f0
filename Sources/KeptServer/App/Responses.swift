import HTTPTypes
import Hummingbird
import KeptDomain
import NIOCore

extension HTTPFields {
    static func csv(named name: String) -> HTTPFields {
        [
            .contentType: "text/csv; charset=utf-8",
            .contentDisposition: "attachment; filename*=UTF-8''\(name.percentEncoded)",
        ]
    }

    /// Of a file that somebody sent us: it is kept, never shown, whatever it holds, and no cache has it.
    static func download(named name: String, type: String) -> HTTPFields {
        [
            .contentType: type, .contentDisposition: "attachment; filename*=UTF-8''\(name.percentEncoded)",
            .contentSecurityPolicy: "default-src 'none'; sandbox", .cacheControl: "private, no-store",
        ]
    }
}

extension Response {
    /// A file to keep.
    static func download(_ bytes: [UInt8], named name: String, type: String) -> Response {
        Response(
            status: .ok, headers: .download(named: name, type: type),
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// A table to keep, in UTF-8.
    static func csv(_ text: String, named name: String) -> Response {
        Response(
            status: .ok, headers: .csv(named: name), body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    package static func plain(
        _ text: String, status: HTTPResponse.Status = .ok, type: String = "text/plain; charset=utf-8"
    ) -> Response {
        Response(
            status: status, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    package static func json(_ bytes: [UInt8], status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    package static func html(_ page: HTML, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: page.bytes)))
    }

    /// After a form was taken: the browser reads the page that shows the outcome, and reloading it repeats nothing.
    package static func seeOther(_ path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path])
    }
}
