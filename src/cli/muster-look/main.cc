// `muster-look`: decodes pictures for `muster`, one after the other (pictures_wire/wire.h). It has limits on memory and
// time, can open no file and no socket, and knows no database and no key.
#include <pictures_eye/serve.h>
#include <unistd.h>

int main() {
  _exit(muster::pictures::serve(muster::pictures::decode));
}
