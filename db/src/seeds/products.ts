/** A product as it is seeded; the price in cents, stock and threshold in units. */
export interface SeedProduct {
  readonly name: string;
  readonly description: string;
  readonly priceCents: number;
  readonly stock: number;
  readonly lowStockThreshold: number;
}

const STOCK = 120;
const LOW_STOCK_THRESHOLD = 24;

const PRODUCTS: readonly (readonly [name: string, description: string, priceCents: number])[] = [
  ['Enamel mug', 'White enamel with a blue rim. Survives the office kitchen and the camp fire.', 1290],
  ['Pager, restored', 'A 1994 model that still beeps. Belt clip included, on-call rota not.', 8900],
  ['Fire bucket', 'Galvanised steel, ten litres, painted red. For sand, water or the desk bin.', 3450],
  ['Desk siren', 'Rotating red light with a switch. Runs on two AA cells, which are included.', 2490],
  ['Incident notebook', 'A5, 120 pages, with a time column already ruled on each of them.', 1150],
  ['Emergency chocolate', 'Dark, 70 percent, 200 g. The box has a window to be broken.', 790],
  ['Hand bell', 'Solid brass, oak handle. Heard two floors away.', 4200],
  ['Wool blanket', 'Grey, 150 by 200 cm. Sleeps one engineer under one desk.', 5900],
  ['Thermos flask', 'One litre of coffee, hot for twelve hours. Dishwasher-safe lid.', 3190],
  ['Torch', 'Aluminium, 400 lumens, for server rooms and cellars.', 2750],
  ['Rubber duck', 'Listens to the whole problem before it says anything.', 590],
  ['Postmortem poster', 'Fishbone diagram to fill in, A2, blameless blue.', 1890],
];

export const SEED_PRODUCTS: readonly SeedProduct[] = PRODUCTS.map(([name, description, priceCents]) => ({
  name,
  description,
  priceCents,
  stock: STOCK,
  lowStockThreshold: LOW_STOCK_THRESHOLD,
}));
