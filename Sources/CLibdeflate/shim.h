// libdeflate as a Swift module: zlib streams about twice as fast as zlib, whole buffers only.
#ifndef GIT_JUDGE_CLIBDEFLATE_SHIM_H
#define GIT_JUDGE_CLIBDEFLATE_SHIM_H

#include <libdeflate.h>

#endif
