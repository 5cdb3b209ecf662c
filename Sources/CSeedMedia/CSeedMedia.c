#include "CSeedMedia.h"
