#include <gmime/gmime.h>

// GMime's casts and type checks are macros, which Swift does not see.

// An embedded message is told to GMime as a leaf: its bytes stay as they came, and messages within messages cost no depth.
static inline void kept_mime_start(void) {
    g_mime_init();
    g_mime_object_register_type("message", "rfc822", g_mime_part_get_type());
    g_mime_object_register_type("message", "rfc2822", g_mime_part_get_type());
    g_mime_object_register_type("message", "global", g_mime_part_get_type());
    g_mime_object_register_type("message", "news", g_mime_part_get_type());
}

static inline GMimeMultipart *kept_mime_multipart(GMimeObject *object) {
    return GMIME_IS_MULTIPART(object) ? (GMimeMultipart *)object : NULL;
}
static inline GMimePart *kept_mime_part(GMimeObject *object) {
    return GMIME_IS_PART(object) ? (GMimePart *)object : NULL;
}
static inline GMimeObject *kept_mime_object_of_part(GMimePart *part) { return (GMimeObject *)part; }
static inline GMimeObject *kept_mime_object_of_multipart(GMimeMultipart *part) { return (GMimeObject *)part; }
static inline GMimeObject *kept_mime_object_of_message(GMimeMessage *message) { return (GMimeObject *)message; }
static inline GMimePart *kept_mime_part_of_text(GMimeTextPart *part) { return (GMimePart *)part; }
static inline GMimeStreamMem *kept_mime_memory(GMimeStream *stream) { return (GMimeStreamMem *)stream; }

// The members of an address that is a group, else NULL; its address where it is one mailbox, else NULL.
static inline InternetAddressList *kept_mime_members(InternetAddress *address) {
    return INTERNET_ADDRESS_IS_GROUP(address)
        ? internet_address_group_get_members((InternetAddressGroup *)address) : NULL;
}
static inline const char *kept_mime_mailbox(InternetAddress *address) {
    return INTERNET_ADDRESS_IS_MAILBOX(address)
        ? internet_address_mailbox_get_addr((InternetAddressMailbox *)address) : NULL;
}

static inline void kept_mime_release(gpointer object) { g_object_unref(object); }

// The address with the name of its host in ASCII, owned by the mailbox.
static inline const char *kept_mime_plain_mailbox(InternetAddress *address) {
    return internet_address_mailbox_get_idn_addr((InternetAddressMailbox *)address);
}
