// Every code of two letters that begins with FIRST: one.h for each.
#define SECOND a
#include "one.h"
#undef SECOND
#define SECOND b
#include "one.h"
#undef SECOND
#define SECOND c
#include "one.h"
#undef SECOND
#define SECOND d
#include "one.h"
#undef SECOND
#define SECOND e
#include "one.h"
#undef SECOND
#define SECOND f
#include "one.h"
#undef SECOND
#define SECOND g
#include "one.h"
#undef SECOND
#define SECOND h
#include "one.h"
#undef SECOND
#define SECOND i
#include "one.h"
#undef SECOND
#define SECOND j
#include "one.h"
#undef SECOND
#define SECOND k
#include "one.h"
#undef SECOND
#define SECOND l
#include "one.h"
#undef SECOND
#define SECOND m
#include "one.h"
#undef SECOND
#define SECOND n
#include "one.h"
#undef SECOND
#define SECOND o
#include "one.h"
#undef SECOND
#define SECOND p
#include "one.h"
#undef SECOND
#define SECOND q
#include "one.h"
#undef SECOND
#define SECOND r
#include "one.h"
#undef SECOND
#define SECOND s
#include "one.h"
#undef SECOND
#define SECOND t
#include "one.h"
#undef SECOND
#define SECOND u
#include "one.h"
#undef SECOND
#define SECOND v
#include "one.h"
#undef SECOND
#define SECOND w
#include "one.h"
#undef SECOND
#define SECOND x
#include "one.h"
#undef SECOND
#define SECOND y
#include "one.h"
#undef SECOND
#define SECOND z
#include "one.h"
#undef SECOND
