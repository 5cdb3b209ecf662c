#ifndef CTHEMES_H
#define CTHEMES_H

#endif
