/* Preloaded before a program: every fsync and fdatasync takes 2 ms longer, as on a disk of its own rather than on this
   machine's cache. What a durable write costs can only be compared when durability costs something. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <unistd.h>

#define ADDED_MICROSECONDS 2000

int fsync(int descriptor) {
    static int (*real)(int);
    if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    int answer = real(descriptor);
    usleep(ADDED_MICROSECONDS);
    return answer;
}

int fdatasync(int descriptor) {
    static int (*real)(int);
    if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    int answer = real(descriptor);
    usleep(ADDED_MICROSECONDS);
    return answer;
}
