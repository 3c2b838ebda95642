/** Processors the pause program exists for, by the names that engines give them. */
type Architecture = 'amd64' | 'arm64';

export function architectureOf(name: string): Architecture {
  if (name === 'amd64' || name === 'x86_64') return 'amd64';
  if (name === 'arm64' || name === 'aarch64') return 'arm64';
  throw new Error(`the engine's processor '${name}' is neither amd64 nor arm64`);
}

/** System calls: https://github.com/torvalds/linux/blob/v6.12/arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h there. */
const code: Readonly<Record<Architecture, readonly number[]>> = {
  amd64: [
    ...[0xb8, 0x22, 0x00, 0x00, 0x00], // again: mov eax, 34    (pause)
    ...[0x0f, 0x05], //                          syscall        returns when a signal came
    ...[0xeb, 0xf7], //                          jmp again      9 bytes back
  ],
  // There is no pause here: ppoll of nothing, without a time limit, is the same.
  arm64: [
    ...[0x00, 0x00, 0x80, 0xd2], // again: mov x0, #0           no files
    ...[0x01, 0x00, 0x80, 0xd2], //        mov x1, #0           their number
    ...[0x02, 0x00, 0x80, 0xd2], //        mov x2, #0           no time limit
    ...[0x03, 0x00, 0x80, 0xd2], //        mov x3, #0           the same signals
    ...[0x04, 0x00, 0x80, 0xd2], //        mov x4, #0           and so no size of them
    ...[0x28, 0x09, 0x80, 0xd2], //        mov x8, #73          (ppoll)
    ...[0x01, 0x00, 0x00, 0xd4], //        svc #0
    ...[0xf9, 0xff, 0xff, 0x17], //        b again              7 instructions back
  ],
};

/** `e_machine`: https://gabi.xinuos.com/elf/a-emachine.html */
const machine: Readonly<Record<Architecture, number>> = { amd64: 62, arm64: 183 };

const headerSize = 64;
const segmentHeaderSize = 56;
const codeOffset = headerSize + segmentHeaderSize;
const baseAddress = 0x400000;
/** The largest page of either processor. */
const alignment = 0x10000;

/** A static ELF program that does nothing until it is killed: https://refspecs.linuxfoundation.org/elf/elf.pdf */
export function pauseProgram(architecture: Architecture): Buffer {
  const instructions = Buffer.from(code[architecture]);
  const program = Buffer.alloc(codeOffset + instructions.length);
  program.write('\x7fELF', 'latin1');
  program.set([2, 1, 1], 4); // 64 bits, little-endian, version 1
  program.writeUInt16LE(2, 16); // e_type: at a fixed address
  program.writeUInt16LE(machine[architecture], 18);
  program.writeUInt32LE(1, 20); // e_version
  program.writeBigUInt64LE(BigInt(baseAddress + codeOffset), 24); // e_entry
  program.writeBigUInt64LE(BigInt(headerSize), 32); // e_phoff
  program.writeUInt16LE(headerSize, 52);
  program.writeUInt16LE(segmentHeaderSize, 54);
  program.writeUInt16LE(1, 56); // e_phnum: one segment, the whole file
  const segment = program.subarray(headerSize);
  segment.writeUInt32LE(1, 0); // PT_LOAD
  segment.writeUInt32LE(5, 4); // may be read and run
  segment.writeBigUInt64LE(BigInt(baseAddress), 16); // p_vaddr
  segment.writeBigUInt64LE(BigInt(baseAddress), 24); // p_paddr
  segment.writeBigUInt64LE(BigInt(program.length), 32); // p_filesz
  segment.writeBigUInt64LE(BigInt(program.length), 40); // p_memsz
  segment.writeBigUInt64LE(BigInt(alignment), 48);
  instructions.copy(program, codeOffset);
  return program;
}
