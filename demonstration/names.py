"""Ordinary names, streets and towns, drawn at random: whoever results exists nowhere."""

WOMEN = (
    "Anne", "Brigitte", "Catherine", "Céline", "Chantal", "Christine", "Claire", "Corinne", "Delphine",
    "Dominique", "Élisabeth", "Élodie", "Emmanuelle", "Fabienne", "Florence", "Françoise", "Gaëlle",
    "Isabelle", "Jocelyne", "Karine", "Laurence", "Lucie", "Magali", "Marie-Noëlle", "Martine", "Mireille",
    "Nathalie", "Pascale", "Patricia", "Sandrine", "Stéphanie", "Sylvie", "Valérie", "Véronique", "Zoé",
)  # fmt: skip
MEN = (
    "Alain", "Benoît", "Bernard", "Bruno", "Christophe", "Daniel", "Denis", "Didier", "Éric", "Fabrice",
    "François", "Frédéric", "Gérard", "Gilles", "Guillaume", "Hervé", "Jacques", "Jean-Luc", "Jean-Pierre",
    "Jérôme", "Joël", "Laurent", "Loïc", "Marc", "Michel", "Nicolas", "Olivier", "Pascal", "Patrick",
    "Philippe", "Raphaël", "Rémi", "Stéphane", "Thierry", "Vincent", "Yves",
)  # fmt: skip
FAMILIES = (
    "Abadie", "Aubert", "Bailly", "Barbier", "Baudry", "Benoist", "Berthelot", "Besnard", "Blanchet", "Bonnefoy",
    "Bouchet", "Boulanger", "Bourgoin", "Briand", "Brunel", "Cadiou", "Carpentier", "Castel", "Chabrol",
    "Charpentier", "Chauvet", "Clément", "Colas", "Cordier", "Coulon", "Courtois", "Crépin", "Dauphin",
    "de la Tour", "Delattre", "Delmas", "Descamps", "Diallo", "Drouet", "Dubreuil", "Duchêne", "Dufresne",
    "Esnault", "Faivre", "Ferreira", "Forestier", "Fouquet", "Gaillard", "Gaudin", "Gérard", "Gillot", "Giraudet",
    "Gosselin", "Goujon", "Grosjean", "Guérin", "Hamon", "Hébert", "Heurtebise", "Hoarau", "Jacquemin", "Jégou",
    "Joubert", "Jourdan", "Kervella", "Labbé", "Lacombe", "Lafargue", "Lambert", "Lassalle", "Lebrun", "Le Bihan",
    "Lefèvre–Œuvrard", "Lemaître", "Lesage", "Lévêque", "Louvet", "Maillard", "Maréchal", "Marty", "Maurin",
    "Mazurier", "Mercadier", "Michaud", "Monnier", "Moulin", "Navarro", "Neveu", "Nicolet", "Noël", "Ollivier",
    "Paillard", "Parmentier", "Pelletier", "Perez", "Perrin", "Picard", "Pineau", "Poirier", "Pottier", "Prévost",
    "Quéré", "Rambaud", "Raynaud", "Ribeiro", "Rigaud", "Rivière", "Rocher", "Rolland", "Rousselot", "Sabatier",
    "Salmon", "Sauvage", "Seguin", "Simonet", "Tanguy", "Terrier", "Texier", "Thibault", "Tissot", "Toussaint",
    "Vallet", "Verdier", "Viallet", "Vincenot", "Voisin", "Weber",
)  # fmt: skip
STREETS = (
    "rue des Tilleuls", "rue de la République", "avenue Jean-Jaurès", "place du Marché", "rue du Moulin",
    "chemin des Vignes", "rue Victor-Hugo", "impasse des Lilas", "boulevard Gambetta", "rue de l’Église",
    "allée des Chênes", "rue Pasteur", "route de Bordeaux", "rue des Écoles", "cours Aristide-Briand",
    "rue du Général-Leclerc", "quai de la Loire", "rue Saint-Martin", "avenue de la Gare", "rue des Rosiers",
)  # fmt: skip
EXTRAS = (
    "Bât. C",
    "Résidence Les Cèdres",
    "Appt 12, 3e étage",
    "Lieu-dit « Le Bourg »",
    "Chez M. Aubert",
)
TOWNS = (
    ("01000", "Bourg-en-Bresse"), ("06130", "Grasse"), ("10000", "Troyes"), ("13100", "Aix-en-Provence"),
    ("14000", "Caen"), ("17000", "La Rochelle"), ("19100", "Brive-la-Gaillarde"), ("21000", "Dijon"),
    ("22300", "Lannion"), ("24000", "Périgueux"), ("25000", "Besançon"), ("26000", "Valence"), ("29000", "Quimper"),
    ("30000", "Nîmes"), ("31500", "Toulouse"), ("33700", "Mérignac"), ("34500", "Béziers"), ("35400", "Saint-Malo"),
    ("37000", "Tours"), ("38500", "Voiron"), ("42100", "Saint-Étienne"), ("44600", "Saint-Nazaire"), ("45000", "Orléans"),
    ("47000", "Agen"), ("49300", "Cholet"), ("51100", "Reims"), ("53000", "Laval"), ("54500", "Vandœuvre-lès-Nancy"),
    ("56100", "Lorient"), ("57100", "Thionville"), ("59300", "Valenciennes"), ("62200", "Boulogne-sur-Mer"),
    ("64100", "Bayonne"), ("67500", "Haguenau"), ("69400", "Villefranche-sur-Saône"), ("72000", "Le Mans"),
    ("74000", "Annecy"), ("76600", "Le Havre"), ("80000", "Amiens"), ("83400", "Hyères"), ("85000", "La Roche-sur-Yon"),
    ("86100", "Châtellerault"), ("87000", "Limoges"), ("88100", "Saint-Dié-des-Vosges"), ("97400", "Saint-Denis"),
)  # fmt: skip
