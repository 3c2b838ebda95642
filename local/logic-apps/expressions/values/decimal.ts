const most = 2n ** 96n - 1n;
const mostScale = 28;

const powerOf10 = (exponent: number): bigint => 10n ** BigInt(exponent);

/**
 * .NET's decimal: 96 bits and up to 28 places, which `decimal('5.00')` keeps.
 * https://learn.microsoft.com/dotnet/fundamentals/runtime-libraries/system-decimal
 */
export class Decimal {
  private readonly unscaled: bigint;
  private readonly scale: number;

  private constructor(unscaled: bigint, scale: number) {
    this.unscaled = unscaled;
    this.scale = scale;
  }

  /** `undefined` when the value does not fit; places that do not fit are rounded away, half to even. */
  static of(unscaled: bigint, scale = 0): Decimal | undefined {
    for (let places = Math.min(scale, mostScale); places >= 0; places -= 1) {
      const rounded = divideToEven(unscaled, powerOf10(scale - places));
      if (rounded <= most && rounded >= -most) return new Decimal(rounded, places);
    }
    return undefined;
  }

  /** From digits with an optional sign and point, without an exponent. */
  static parse(text: string): Decimal | undefined {
    const [whole = '', fraction = ''] = text.split('.');
    return Decimal.of(BigInt(`${whole}${fraction}`.replace('+', '')), fraction.length);
  }

  /** .NET keeps 15 significant digits of a double. */
  static fromDouble(value: number): Decimal | undefined {
    if (!Number.isFinite(value)) return undefined;
    const [mantissa = '0', exponent = '0'] = value.toExponential(14).split('e');
    const digits = BigInt(mantissa.replace('.', ''));
    const scale = 14 - Number(exponent);
    const shifted = scale < 0 ? digits * powerOf10(-scale) : digits;
    return Decimal.of(shifted, Math.max(scale, 0))?.withoutTrailingZeros();
  }

  add(other: Decimal): Decimal | undefined {
    const scale = Math.max(this.scale, other.scale);
    return Decimal.of(this.scaledTo(scale) + other.scaledTo(scale), scale);
  }

  subtract(other: Decimal): Decimal | undefined {
    const scale = Math.max(this.scale, other.scale);
    return Decimal.of(this.scaledTo(scale) - other.scaledTo(scale), scale);
  }

  multiply(other: Decimal): Decimal | undefined {
    return Decimal.of(this.unscaled * other.unscaled, this.scale + other.scale);
  }

  divide(other: Decimal): Decimal | undefined {
    const shift = mostScale + other.scale;
    const quotient = divideToEven(this.unscaled * powerOf10(shift), other.unscaled);
    return Decimal.of(quotient, this.scale + mostScale)?.withoutTrailingZeros();
  }

  remainder(other: Decimal): Decimal | undefined {
    const scale = Math.max(this.scale, other.scale);
    return Decimal.of(this.scaledTo(scale) % other.scaledTo(scale), scale);
  }

  /** Below 0, 0 or above 0. */
  compare(other: Decimal): number {
    const scale = Math.max(this.scale, other.scale);
    const difference = this.scaledTo(scale) - other.scaledTo(scale);
    return difference < 0n ? -1 : Number(difference > 0n);
  }

  toString(): string {
    const sign = this.unscaled < 0n ? '-' : '';
    const digits = String(this.unscaled)
      .replace('-', '')
      .padStart(this.scale + 1, '0');
    if (this.scale === 0) return `${sign}${digits}`;
    return `${sign}${digits.slice(0, -this.scale)}.${digits.slice(-this.scale)}`;
  }

  private scaledTo(scale: number): bigint {
    return this.unscaled * powerOf10(scale - this.scale);
  }

  private withoutTrailingZeros(): Decimal {
    let { unscaled, scale } = this;
    while (scale > 0 && unscaled % 10n === 0n) {
      unscaled /= 10n;
      scale -= 1;
    }
    return new Decimal(unscaled, scale);
  }
}

function divideToEven(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  const twice = 2n * (dividend % divisor);
  const [size, whole] = [twice < 0n ? -twice : twice, divisor < 0n ? -divisor : divisor];
  if (size < whole || (size === whole && quotient % 2n === 0n)) return quotient;
  return dividend < 0n === divisor < 0n ? quotient + 1n : quotient - 1n;
}
