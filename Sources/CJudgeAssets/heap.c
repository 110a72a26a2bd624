// What Swift's Glibc module does not show: mallopt is in <malloc.h>, which it leaves out.

#include "CJudgeAssets.h"

#include <malloc.h>

void judge_use_one_heap(void) {
  mallopt(M_ARENA_MAX, 1);
}
