// What the page in view tells the frame around it: its title and the way to it.

export interface Crumb {
  label: string;
  href: string;
}

class ShellState {
  title = $state('');
  crumbs = $state.raw<Crumb[]>([]);
  /** Whether the title in the top bar is the page's heading, or the page has its own. */
  heading = $state(true);
  cycleSwitch = $state(false);
  palette = $state(false);
  /** What was typed after the palette was asked for and before it stood. */
  typed = '';
  help = $state(false);
  message = $state('');

  announce(text: string): void {
    this.message = text;
  }
}
export const shell = new ShellState();

interface PageFrame {
  title: string;
  crumbs?: Crumb[];
  heading?: boolean;
  cycleSwitch?: boolean;
}

/** Called by a page: keeps title, crumbs and document title current while the page is shown. */
export function usePage(frame: () => PageFrame): void {
  $effect(() => {
    const { title, crumbs = [], heading = true, cycleSwitch = false } = frame();
    shell.title = title;
    shell.crumbs = crumbs;
    shell.heading = heading;
    shell.cycleSwitch = cycleSwitch;
    document.title = title ? `${title} · Cairn` : 'Cairn';
  });
}
