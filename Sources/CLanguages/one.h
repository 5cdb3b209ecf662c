// One language, if there is a file of it: its bytes, or, with TABLE, its row.
#if __has_embed(FILE_OF(FIRST, SECOND))
#ifdef TABLE
    {TEXT_OF(FIRST, SECOND), NAME_OF(FIRST, SECOND), sizeof NAME_OF(FIRST, SECOND)},
#else
static const unsigned char NAME_OF(FIRST, SECOND)[] = {
#embed FILE_OF(FIRST, SECOND)
};
#endif
#endif
