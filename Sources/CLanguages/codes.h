// Every code of two letters: no directive comes out of a macro, so each letter has its lines.
#define FIRST a
#include "pairs.h"
#undef FIRST
#define FIRST b
#include "pairs.h"
#undef FIRST
#define FIRST c
#include "pairs.h"
#undef FIRST
#define FIRST d
#include "pairs.h"
#undef FIRST
#define FIRST e
#include "pairs.h"
#undef FIRST
#define FIRST f
#include "pairs.h"
#undef FIRST
#define FIRST g
#include "pairs.h"
#undef FIRST
#define FIRST h
#include "pairs.h"
#undef FIRST
#define FIRST i
#include "pairs.h"
#undef FIRST
#define FIRST j
#include "pairs.h"
#undef FIRST
#define FIRST k
#include "pairs.h"
#undef FIRST
#define FIRST l
#include "pairs.h"
#undef FIRST
#define FIRST m
#include "pairs.h"
#undef FIRST
#define FIRST n
#include "pairs.h"
#undef FIRST
#define FIRST o
#include "pairs.h"
#undef FIRST
#define FIRST p
#include "pairs.h"
#undef FIRST
#define FIRST q
#include "pairs.h"
#undef FIRST
#define FIRST r
#include "pairs.h"
#undef FIRST
#define FIRST s
#include "pairs.h"
#undef FIRST
#define FIRST t
#include "pairs.h"
#undef FIRST
#define FIRST u
#include "pairs.h"
#undef FIRST
#define FIRST v
#include "pairs.h"
#undef FIRST
#define FIRST w
#include "pairs.h"
#undef FIRST
#define FIRST x
#include "pairs.h"
#undef FIRST
#define FIRST y
#include "pairs.h"
#undef FIRST
#define FIRST z
#include "pairs.h"
#undef FIRST
