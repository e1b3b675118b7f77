/** Who delivers: the suppliers and the drivers of each. */
export const SUPPLIERS = {
  Bluebird: ['Alma', 'Bruno', 'Carla', 'Dario', 'Elif', 'Femi', 'Greta', 'Hugo'],
  'City Wheels': ['Ines', 'Jonas', 'Kaya', 'Lars', 'Mira', 'Nils', 'Olga', 'Pavel'],
  'Harbour Post': ['Quinn', 'Rosa', 'Sami', 'Tove', 'Ugo', 'Vera', 'Wim', 'Xenia'],
  Nightline: ['Yara', 'Zoltan', 'Amir', 'Britta', 'Cem', 'Dana', 'Emil', 'Freya'],
  Rapid: ['Gino', 'Hanna', 'Ivo', 'Jana', 'Kim', 'Leo', 'Maja', 'Noah'],
} as const;

export type Supplier = keyof typeof SUPPLIERS;
export type Driver = (typeof SUPPLIERS)[Supplier][number];

export const SUPPLIER_NAMES = Object.keys(SUPPLIERS) as readonly Supplier[];

/** Every driver with the supplier he drives for. */
export const FLEET: readonly { readonly supplier: Supplier; readonly driver: Driver }[] = SUPPLIER_NAMES.flatMap(
  (supplier) => SUPPLIERS[supplier].map((driver) => ({ supplier, driver })),
);
