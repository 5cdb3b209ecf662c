#ifndef CSEEDMEDIA_H
#define CSEEDMEDIA_H

#endif
