#include "textflag.h"

// SIXTEEN leaves in OUT one bit for each of the sixteen bytes at AT that is in
// X0 (the separator) or X1 (a line feed), in TOPS one for each that is not ASCII,
// and in X10 the least of all bytes so far.
#define SIXTEEN(AT, V, W, OUT, TOPS) \
	MOVOU    AT, V; \
	PMOVMSKB V, TOPS; \
	PMINUB   V, X10; \
	MOVO     V, W; \
	PCMPEQB  X0, V; \
	PCMPEQB  X1, W; \
	POR      W, V; \
	PMOVMSKB V, OUT

// func marks(found *marked, chunk *[512]byte, sep byte)
TEXT ·marks(SB), NOSPLIT, $0-17
	MOVQ       found+0(FP), DI
	MOVQ       chunk+8(FP), SI
	MOVBQZX    sep+16(FP), AX
	MOVQ       $0x0101010101010101, BX
	IMULQ      BX, AX
	MOVQ       AX, X0
	PUNPCKLQDQ X0, X0
	MOVQ       $0x0a0a0a0a0a0a0a0a, AX
	MOVQ       AX, X1
	PUNPCKLQDQ X1, X1
	PCMPEQB    X10, X10
	MOVQ       $8, CX

word:
	SIXTEEN(0(SI), X2, X3, R8, R12)
	SIXTEEN(16(SI), X4, X5, R9, R13)
	SIXTEEN(32(SI), X6, X7, R10, AX)
	SIXTEEN(48(SI), X8, X9, R11, BX)
	SHLQ $16, R9
	SHLQ $32, R10
	SHLQ $48, R11
	ORQ  R9, R8
	ORQ  R11, R10
	ORQ  R10, R8
	MOVQ R8, (DI)
	ORQ  R13, R12
	ORQ  BX, AX
	ORQ  AX, R12
	MOVQ R12, 64(DI)
	ADDQ $64, SI
	ADDQ $8, DI
	DECQ CX
	JNZ  word

	PXOR     X11, X11
	PCMPEQB  X11, X10
	PMOVMSKB X10, AX
	TESTL    AX, AX
	SETNE    64(DI)
	RET
