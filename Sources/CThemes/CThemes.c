#include "CThemes.h"
