/// Why a mailbox was not read.
package struct MailNotFetched: Error, Hashable, Sendable {
    package let failure: LineFailure
    /// The server's words, else those of the library.
    package let text: String
    /// One message is at fault (gone, too large): the next may be fetched. Otherwise the connection or the folder is.
    package let isAboutMessage: Bool
    /// The folder was made anew: its UIDs begin again, and what was remembered of them is void.
    package let isFolderRenewed: Bool

    package init(failure: LineFailure, text: String, isAboutMessage: Bool, isFolderRenewed: Bool = false) {
        self.failure = failure
        self.text = text
        self.isAboutMessage = isAboutMessage
        self.isFolderRenewed = isFolderRenewed
    }
}
