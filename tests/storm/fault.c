/* Preloaded into a program (LD_PRELOAD), makes one of its calls to the system fail, among those that
   touch a path under a folder. fault.py builds and uses it.

     FAULT_DIR   the folder
     FAULT_AT    the number of the call, from 1 on; 0 only counts
     FAULT_MODE  error: the call fails            stuck: it and all behind it fail
                 short: half is written, then the disk is full
                 kill: the process dies before    after: … behind the call (a write: half way)
     FAULT_ERRNO what the call fails with
     FAULT_LOG   a file that gets a line for each call
*/
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum verdict { GO_ON, FAIL, HALF, DIE_AFTER };

static char folder[4096], mode[16];
static int calls, wanted = -1, code = EIO, log_file = -1, is_ready;

static void prepare(void)
{
    const char *value;
    if (is_ready)
        return;
    is_ready = 1;
    if ((value = getenv("FAULT_DIR")))
        snprintf(folder, sizeof folder, "%s", value);
    if ((value = getenv("FAULT_MODE")))
        snprintf(mode, sizeof mode, "%s", value);
    if ((value = getenv("FAULT_AT")))
        wanted = atoi(value);
    if ((value = getenv("FAULT_ERRNO")))
        code = atoi(value);
    if ((value = getenv("FAULT_LOG")))
        log_file = syscall(SYS_openat, AT_FDCWD, value, O_WRONLY | O_CREAT | O_APPEND, 0600);
}

static int is_under(const char *path)
{
    char full[8192], here[4096];
    prepare();
    if (!folder[0] || !path)
        return 0;
    if (path[0] != '/') {
        if (!getcwd(here, sizeof here))
            return 0;
        snprintf(full, sizeof full, "%s/%s", here, path);
        path = full;
    }
    return !strncmp(path, folder, strlen(folder));
}

static int is_file_under(int file, char *path)
{
    char link[64];
    ssize_t length;
    if (file < 3)
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    length = syscall(SYS_readlink, link, path, 4095);
    if (length < 0)
        return 0;
    path[length] = 0;
    return is_under(path);
}

static void die(void)
{
    syscall(SYS_kill, getpid(), SIGKILL);
    for (;;)
        pause();
}

static enum verdict judge(const char *call, const char *path)
{
    calls++;
    if (log_file >= 0) {
        char line[9000];
        int length = snprintf(line, sizeof line, "%d %s %s\n", calls, call, path);
        syscall(SYS_write, log_file, line, length);
    }
    if (wanted < 1 || calls < wanted || (calls > wanted && strcmp(mode, "stuck")))
        return GO_ON;
    if (!strcmp(mode, "kill"))
        die();
    if (!strcmp(mode, "after"))
        return DIE_AFTER;
    errno = code;
    return strcmp(mode, "short") ? FAIL : HALF;
}

#define REAL(type, name, args) \
    static type(*real) args;   \
    if (!real)                 \
    real = (type(*) args)dlsym(RTLD_NEXT, #name)

/* Calls that fail or not, as a whole. */
#define WHOLE(type, name, args, names, touches, path)            \
    type name args                                               \
    {                                                            \
        char at[4096];                                           \
        enum verdict found = GO_ON;                              \
        type result;                                             \
        REAL(type, name, args);                                  \
        (void)at;                                                \
        if ((touches) && (found = judge(#name, path)) != GO_ON && found != DIE_AFTER) \
            return -1;                                           \
        result = real names;                                     \
        if (found == DIE_AFTER)                                  \
            die();                                               \
        return result;                                           \
    }

WHOLE(int, fsync, (int file), (file), is_file_under(file, at), at)
WHOLE(int, ftruncate, (int file, off_t size), (file, size), is_file_under(file, at), at)
WHOLE(int, ftruncate64, (int file, off64_t size), (file, size), is_file_under(file, at), at)
WHOLE(int, flock, (int file, int how), (file, how), is_file_under(file, at), at)
WHOLE(int, fchmod, (int file, mode_t bits), (file, bits), is_file_under(file, at), at)
WHOLE(int, futimens, (int file, const struct timespec times[2]), (file, times), is_file_under(file, at), at)
WHOLE(int, rename, (const char *from, const char *to), (from, to), is_under(from) || is_under(to), to)
WHOLE(int, link, (const char *from, const char *to), (from, to), is_under(from) || is_under(to), to)
WHOLE(int, symlink, (const char *from, const char *to), (from, to), is_under(to), to)
WHOLE(int, linkat, (int a, const char *from, int b, const char *to, int flags), (a, from, b, to, flags),
      is_under(from) || is_under(to), to)
WHOLE(int, renameat, (int a, const char *from, int b, const char *to), (a, from, b, to),
      is_under(from) || is_under(to), to)
WHOLE(int, unlink, (const char *path), (path), is_under(path), path)
WHOLE(int, rmdir, (const char *path), (path), is_under(path), path)
WHOLE(int, unlinkat, (int at_folder, const char *path, int flags), (at_folder, path, flags),
      path[0] == '/' && is_under(path), path)
WHOLE(int, mkdir, (const char *path, mode_t bits), (path, bits), is_under(path), path)
WHOLE(int, utimensat, (int a, const char *path, const struct timespec times[2], int flags),
      (a, path, times, flags), path && is_under(path), path)

static int open_any(int (*real)(const char *, int, ...), const char *path, int flags, mode_t bits)
{
    enum verdict found = GO_ON;
    int file;
    if (is_under(path)) {
        found = judge(flags & (O_WRONLY | O_RDWR | O_CREAT) ? "open to write" : "open", path);
        if (found == FAIL || found == HALF)
            return -1;
    }
    file = real(path, flags, bits);
    if (found == DIE_AFTER)
        die();
    return file;
}

#define OPEN(name)                                        \
    int name(const char *path, int flags, ...)            \
    {                                                     \
        va_list rest;                                     \
        mode_t bits;                                      \
        REAL(int, name, (const char *, int, ...));        \
        va_start(rest, flags);                            \
        bits = va_arg(rest, mode_t);                      \
        va_end(rest);                                     \
        return open_any(real, path, flags, bits);         \
    }

OPEN(open)
OPEN(open64)

ssize_t write(int file, const void *content, size_t size)
{
    char path[4096];
    enum verdict found = GO_ON;
    ssize_t written;
    REAL(ssize_t, write, (int, const void *, size_t));
    if (is_file_under(file, path))
        found = judge("write", path);
    if (found == FAIL || (found == HALF && size < 2))
        return -1;
    if (found == HALF) { /* the next write finds the disk full */
        snprintf(mode, sizeof mode, "stuck");
        wanted = calls + 1;
        return real(file, content, size / 2);
    }
    written = real(file, content, found == DIE_AFTER ? (size + 1) / 2 : size);
    if (found == DIE_AFTER)
        die();
    return written;
}

int close(int file)
{
    char path[4096];
    enum verdict found = GO_ON;
    int result;
    REAL(int, close, (int));
    if (is_file_under(file, path))
        found = judge("close", path);
    result = real(file);
    if (found == DIE_AFTER)
        die();
    if (found != GO_ON) {
        errno = code;
        return -1;
    }
    return result;
}
