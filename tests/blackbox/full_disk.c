// For the black-box test of a full disk: loaded before the program, it lets FULL_DISK_AFTER bytes be written to regular
// files and then fails as a full disk does.   cc -shared -fPIC -o full_disk.so full_disk.c -ldl
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_llong left = -1;
__attribute__((constructor)) static void begin(void) {
  const char* after = getenv("FULL_DISK_AFTER");
  left = after ? atoll(after) : 1LL << 60;
}
static int refused(int fd, size_t count) {
  struct stat is;
  if (fstat(fd, &is) != 0 || !S_ISREG(is.st_mode)) return 0;
  if (atomic_fetch_sub(&left, (long long)count) >= (long long)count) return 0;
  errno = ENOSPC;
  return 1;
}
ssize_t write(int fd, const void* bytes, size_t count) {
  static ssize_t (*real)(int, const void*, size_t);
  if (!real) real = (ssize_t(*)(int, const void*, size_t))dlsym(RTLD_NEXT, "write");
  return refused(fd, count) ? -1 : real(fd, bytes, count);
}
ssize_t pwrite64(int fd, const void* bytes, size_t count, off64_t at) {
  static ssize_t (*real)(int, const void*, size_t, off64_t);
  if (!real) real = (ssize_t(*)(int, const void*, size_t, off64_t))dlsym(RTLD_NEXT, "pwrite64");
  return refused(fd, count) ? -1 : real(fd, bytes, count, at);
}
ssize_t pwrite(int fd, const void* bytes, size_t count, off_t at) { return pwrite64(fd, bytes, count, at); }
