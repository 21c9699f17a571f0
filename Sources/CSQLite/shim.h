#include <sqlite3.h>

// SQLite counts its memory under one lock for all threads unless it is told not to before its first use. Variadic, so
// Swift cannot call it.
static inline int kept_sqlite_without_memory_count(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

// Small pieces of memory for the statements of one connection, taken without asking the allocator.
static inline int kept_sqlite_lookaside(sqlite3 *db, int size, int count) {
    return sqlite3_db_config(db, SQLITE_DBCONFIG_LOOKASIDE, (void *)0, size, count);
}
