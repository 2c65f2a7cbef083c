/* valgrind takes its own signals out of the mask of sigsuspend where it lies; libdispatch's lies in
   memory that cannot be written to. Preloaded, this hands on a copy. */
#define _GNU_SOURCE
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

int sigsuspend(const sigset_t *mask) {
  sigset_t copy = *mask;
  return (int)syscall(SYS_rt_sigsuspend, &copy, _NSIG / 8);
}
