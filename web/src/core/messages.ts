// A small reader of ICU messages: {name}, {n, number}, {n, plural, =0 {…} one {…} other {…}}
// with #, and {x, select, a {…} other {…}}. Two apostrophes stand for one.

export type Values = Record<string, string | number | null | undefined>;
type Part =
  | string
  | { kind: 'argument' | 'number'; name: string }
  | { kind: 'plural' | 'select'; name: string; branches: Map<string, Part[]> }
  | { kind: 'hash' };

class Reader {
  at = 0;
  constructor(private readonly text: string) {}

  message(inPlural: boolean): Part[] {
    const parts: Part[] = [];
    let literal = '';
    const flush = () => {
      if (literal) parts.push(literal);
      literal = '';
    };
    while (this.at < this.text.length && this.text[this.at] !== '}') {
      const letter = this.text[this.at]!;
      if (letter === '{') {
        flush();
        parts.push(this.placeholder());
      } else if (letter === '#' && inPlural) {
        flush();
        this.at++;
        parts.push({ kind: 'hash' });
      } else {
        if (letter === "'" && this.text[this.at + 1] === "'") this.at++;
        literal += letter;
        this.at++;
      }
    }
    flush();
    return parts;
  }

  private word(): string {
    const found = /^\s*([^\s,{}]+)\s*/.exec(this.text.slice(this.at));
    if (!found) throw new Error(`a word is missing in "${this.text}"`);
    this.at += found[0].length;
    return found[1]!;
  }

  private expect(letter: string): void {
    if (this.text[this.at] !== letter) throw new Error(`"${letter}" is missing in "${this.text}"`);
    this.at++;
  }

  private placeholder(): Part {
    this.expect('{');
    const name = this.word();
    if (this.text[this.at] === '}') {
      this.at++;
      return { kind: 'argument', name };
    }
    this.expect(',');
    const kind = this.word();
    if (kind === 'number') {
      this.expect('}');
      return { kind: 'number', name };
    }
    this.expect(',');
    const branches = new Map<string, Part[]>();
    while (!/^\s*\}/.test(this.text.slice(this.at))) {
      const key = this.word();
      this.expect('{');
      branches.set(key, this.message(kind === 'plural'));
      this.expect('}');
    }
    this.at = this.text.indexOf('}', this.at) + 1;
    return { kind: kind as 'plural' | 'select', name, branches };
  }
}

function render(parts: Part[], values: Values, locale: string, hash: number): string {
  const number = (value: unknown) => new Intl.NumberFormat(locale).format(Number(value));
  return parts
    .map((part) => {
      if (typeof part === 'string') return part;
      if (part.kind === 'hash') return number(hash);
      const value = values[part.name];
      if (part.kind === 'argument') return value === null || value === undefined ? '' : String(value);
      if (part.kind === 'number') return number(value);
      const { branches } = part as { branches: Map<string, Part[]> };
      if (part.kind === 'select')
        return render(branches.get(String(value)) ?? branches.get('other') ?? [], values, locale, hash);
      const amount = Number(value);
      const branch =
        branches.get(`=${amount}`) ??
        branches.get(new Intl.PluralRules(locale).select(amount)) ??
        branches.get('other');
      return render(branch ?? [], values, locale, amount);
    })
    .join('');
}

const parsed = new Map<string, Part[]>();

export function formatMessage(text: string, values: Values, locale: string): string {
  let parts = parsed.get(text);
  if (!parts) {
    parts = new Reader(text).message(false);
    parsed.set(text, parts);
  }
  return render(parts, values, locale, 0);
}
